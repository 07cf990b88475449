public import Resources
public import Values

/// A condition that must hold before the next stage.
public struct Gate: Sendable, Hashable {
    /// What must hold, in words, for example `every new resource serves`.
    public var measure: String
    /// The bound, for example `all`.
    public var threshold: String
    /// What is read to know it; all must hold. Empty when the stage's finished steps are the proof.
    public var measurements: [Measurement]
    /// How long it must hold.
    public var window: TimeSpan
    /// After this the gate has failed.
    public var timeLimit: TimeSpan

    public init(
        measure: String, threshold: String, measurements: [Measurement] = [], window: TimeSpan = .zero,
        timeLimit: TimeSpan = .minutes(30)
    ) {
        self.measure = measure
        self.threshold = threshold
        self.measurements = measurements
        self.window = window
        self.timeLimit = timeLimit
    }
}
