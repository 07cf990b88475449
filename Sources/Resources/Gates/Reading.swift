/// What a measurement gave.
public struct Reading: Sendable, Hashable {
    /// In the gauge's unit; nil when nothing could be read.
    public var value: Int?
    /// How many targets, requests or points it rests on.
    public var samples: Int
    /// Why nothing could be read; empty when something was.
    public var problem: String

    public init(value: Int?, samples: Int, problem: String = "") {
        self.value = value
        self.samples = samples
        self.problem = problem
    }
}
