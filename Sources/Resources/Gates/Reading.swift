public import Values

/// What a measurement gave.
public struct Reading: Sendable, Hashable {
    /// In the gauge's unit; nil when nothing could be read.
    public var value: Int?
    /// How many targets, requests or points it rests on.
    public var samples: Int
    /// Why nothing could be read; empty when something was.
    public var problem: String
    /// Whether no later look will give more, so that waiting is in vain.
    public var isFinal: Bool

    /// The moment that the value tells of, where metrics come late; nil where it is the present.
    public var measuredAt: Instant?

    public init(value: Int?, samples: Int, problem: String = "", isFinal: Bool = false, measuredAt: Instant? = nil) {
        self.measuredAt = measuredAt
        self.value = value
        self.samples = samples
        self.problem = problem
        self.isFinal = isFinal
    }
}
