import Values

/// A token in a file, handed to STS for a role: how pods of EKS and CI systems sign in.
///
/// Source: AWS SDKs and Tools Reference Guide, "Assume role credential provider".
struct WebIdentitySource: CredentialSource {
    let name = "web identity"
    private let tools: SourceTools
    private let profile: String
    private let usesEnvironment: Bool

    init(_ tools: SourceTools, profile: String, usesEnvironment: Bool) {
        self.tools = tools
        self.profile = profile
        self.usesEnvironment = usesEnvironment
    }

    func find() async -> Finding {
        guard let path = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") else {
            return .absent("neither AWS_WEB_IDENTITY_TOKEN_FILE nor web_identity_token_file is set")
        }
        guard let role = setting("AWS_ROLE_ARN", "role_arn") else {
            return .failed(ConfigurationProblem("A web identity token is set and its role is not: set AWS_ROLE_ARN."))
        }
        guard let bytes = tools.surroundings.read(tools.surroundings.path(path)) else {
            return .failed(ConfigurationProblem("The web identity token \(path) can't be read."))
        }
        let token = Sensitive(String(String(decoding: bytes, as: UTF8.self).trimmed))
        let session = setting("AWS_ROLE_SESSION_NAME", "role_session_name")
        return await TokenService(tools).assumeRole(
            role, session: session, webIdentity: token, duration: tools.profile(profile)["duration_seconds"])
    }

    private func setting(_ variable: String, _ name: String) -> String? {
        (usesEnvironment ? tools.surroundings[variable] : nil) ?? tools.profile(profile)[name]
    }
}
