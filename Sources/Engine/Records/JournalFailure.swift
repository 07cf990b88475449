/// The journal could not be written: the disk is full, the file is gone, or another run has taken the lease.
public struct JournalFailure: Error, Sendable, Hashable {
    /// A stable code such as `state.diskFull` or `state.fenced`.
    public var code: String
    public var message: String
    public var hint: String

    public init(code: String, message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
