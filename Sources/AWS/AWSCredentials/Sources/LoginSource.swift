/// Sessions of `aws login`, which need a key pair of the CLI's own: refused with the way around.
struct LoginSource: CredentialSource {
    let name = "login session"
    private let tools: SourceTools
    private let profile: String

    init(_ tools: SourceTools, profile: String) {
        self.tools = tools
        self.profile = profile
    }

    func find() async -> Finding {
        guard tools.profile(profile)["login_session"] != nil else {
            return .absent("the profile `\(profile)` has no login_session")
        }
        return .failed(
            ConfigurationProblem(
                "The profile `\(profile)` uses `aws login`, which only the AWS CLI can do.",
                hint: "Make another profile with "
                    + "`credential_process = aws configure export-credentials --profile \(profile)`."))
    }
}
