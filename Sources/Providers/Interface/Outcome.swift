public import Resources
public import Values

/// What one look at an operation found.
public enum Outcome: Sendable, Hashable {
    /// It is as wanted; nil after a delete.
    case done(ResourceObservation?)
    /// It isn't yet: what it waits for in words, when to look again, and the operation with what was learnt.
    case pending(reason: String, lookAgainAfter: TimeSpan, Operation)
    case failed(Failure)
}
