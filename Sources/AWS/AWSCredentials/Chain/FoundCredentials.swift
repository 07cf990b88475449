public import AWSSigning
public import Values

/// Credentials with what is known about them.
public struct FoundCredentials: Sendable, Equatable {
    public let credentials: Credentials
    /// When AWS will take them no more; nil for those that last.
    public let expiry: Instant?
    /// The account they belong to, where the source says it.
    public let account: String?

    public init(credentials: Credentials, expiry: Instant? = nil, account: String? = nil) {
        self.credentials = credentials
        self.expiry = expiry
        self.account = account
    }
}
