import AWSSigning
import CloudCalls
import Values

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
struct EnvironmentSource: CredentialSource {
    let name = "environment"
    private let tools: SourceTools

    init(_ tools: SourceTools) { self.tools = tools }

    func find() async -> Finding {
        if tools.configuration.isProfileExplicit {
            return .absent("a profile was named, which comes before the environment")
        }
        let surroundings = tools.surroundings
        guard let key = surroundings["AWS_ACCESS_KEY_ID"] else { return .absent("AWS_ACCESS_KEY_ID is not set") }
        guard let secret = surroundings["AWS_SECRET_ACCESS_KEY"] else {
            return .failed(ConfigurationProblem("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not."))
        }
        let token = surroundings["AWS_SECURITY_TOKEN"] ?? surroundings["AWS_SESSION_TOKEN"]
        var expiry: Instant?
        if let text = surroundings["AWS_CREDENTIAL_EXPIRATION"] {
            guard let moment = CredentialsDocument.moment(text) else {
                return .failed(ConfigurationProblem("AWS_CREDENTIAL_EXPIRATION is no ISO 8601 time in UTC."))
            }
            guard moment > tools.time.now() else {
                return .failed(ConfigurationProblem("The credentials in the environment have expired."))
            }
            expiry = moment
        }
        return .found(
            FoundCredentials(
                credentials: Credentials(
                    accessKeyID: key, secretAccessKey: Sensitive(secret), sessionToken: token.map(Sensitive.init)),
                expiry: expiry, account: surroundings["AWS_ACCOUNT_ID"]))
    }
}
