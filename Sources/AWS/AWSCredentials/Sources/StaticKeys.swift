import AWSSigning
import Values

/// Keys that stand in a profile as they are.
enum StaticKeys {
    /// - Parameter place: the file and profile, for reasons.
    static func find(in profile: Profile?, place: String) -> Finding {
        guard let profile else { return .absent("\(place) does not exist") }
        guard let key = profile["aws_access_key_id"] else { return .absent("\(place) has no aws_access_key_id") }
        guard let secret = profile["aws_secret_access_key"] else {
            return .failed(ConfigurationProblem("\(place) has aws_access_key_id and no aws_secret_access_key."))
        }
        let token = profile["aws_security_token"] ?? profile["aws_session_token"]
        let credentials = Credentials(
            accessKeyID: key, secretAccessKey: Sensitive(secret), sessionToken: token.map(Sensitive.init))
        return .found(FoundCredentials(credentials: credentials, account: profile["aws_account_id"]))
    }
}
