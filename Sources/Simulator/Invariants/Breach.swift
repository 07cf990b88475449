public import Values

/// An invariant that did not hold.
public struct Breach: Sendable, Hashable {
    public let invariant: Invariant
    /// What was seen, in words.
    public let what: String
    /// When it was seen; nil for the end.
    public let at: Instant?

    init(_ invariant: Invariant, _ what: String, at: Instant? = nil) {
        self.invariant = invariant
        self.what = what
        self.at = at
    }

    /// For example `I3 (What holds data is never deleted.): ...`.
    public var text: String { "\(invariant.code) (\(invariant.sentence)) \(what)" }
}
