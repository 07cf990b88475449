/// Keys in the `credentials` file.
struct CredentialsFileSource: CredentialSource {
    let name = "credentials file"
    private let tools: SourceTools
    private let profile: String

    init(_ tools: SourceTools, profile: String) {
        self.tools = tools
        self.profile = profile
    }

    func find() async -> Finding {
        StaticKeys.find(
            in: tools.files.credentials.profiles[profile],
            place: "the profile `\(profile)` in \(tools.files.credentialsPath)")
    }
}
