/// The lease as it lies in the account.
public struct LeaseRecord: Sendable, Hashable {
    /// Nil when it can't be read: somebody else's object.
    public let holder: LeaseHolding?
    /// Changes with each renewal.
    public let etag: String

    public init(holder: LeaseHolding?, etag: String) {
        self.holder = holder
        self.etag = etag
    }
}
