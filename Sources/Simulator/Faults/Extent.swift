/// How long one life was, in what mishaps come at.
public struct Extent: Sendable, Hashable {
    public var calls = 0
    /// Of the journal.
    public var records = 0
    /// Calls that could be half applied.
    public var batches = 0
}
