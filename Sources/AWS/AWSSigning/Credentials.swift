public import Values

/// What signs a request. It prints without its secrets.
public struct Credentials: Sendable, Equatable {
    /// The access key's id, which AWS does not count as a secret.
    public let accessKeyID: String
    /// The key that signs.
    public let secretAccessKey: Sensitive
    /// The token of temporary credentials.
    public let sessionToken: Sensitive?

    public init(accessKeyID: String, secretAccessKey: Sensitive, sessionToken: Sensitive? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}
