import AWSSigning
import Values

/// Keys that stand in a profile of one of AWS's two files.
struct ProfileKeysSource: CredentialSource {
    /// Which of the two; the raw value is what `doctor` calls the source.
    enum File: String {
        case config = "config file"
        case credentials = "credentials file"
    }

    private let tools: SourceTools
    private let file: File
    private let profile: String

    init(_ tools: SourceTools, _ file: File, profile: String) {
        self.tools = tools
        self.file = file
        self.profile = profile
    }

    var name: String { file.rawValue }

    func find() async -> Finding {
        let (profiles, path) =
            switch file {
            case .config: (tools.files.config.profiles, tools.files.configPath)
            case .credentials: (tools.files.credentials.profiles, tools.files.credentialsPath)
            }
        let place = "the profile `\(profile)` in \(path)"
        guard let profile = profiles[profile] else { return .absent("\(place) does not exist") }
        guard let key = profile["aws_access_key_id"] else { return .absent("\(place) has no aws_access_key_id") }
        guard let secret = profile["aws_secret_access_key"] else {
            return .failed(
                ConfigurationProblem(
                    "\(place.capitalizedFirst) has aws_access_key_id and no aws_secret_access_key."))
        }
        let token = profile["aws_security_token"] ?? profile["aws_session_token"]
        let credentials = Credentials(
            accessKeyID: key, secretAccessKey: Sensitive(secret), sessionToken: token.map(Sensitive.init))
        return .found(FoundCredentials(credentials: credentials, account: profile["aws_account_id"]))
    }
}
