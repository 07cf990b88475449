public import Values

/// A condition that must hold before the next stage.
public struct Gate: Sendable, Hashable {
    /// What is measured, for example `every new resource serves`.
    public var measure: String
    /// The bound, for example `all`.
    public var threshold: String
    /// How long it must hold.
    public var window: TimeSpan
    /// After this the gate has failed.
    public var timeLimit: TimeSpan

    public init(measure: String, threshold: String, window: TimeSpan = .zero, timeLimit: TimeSpan = .minutes(30)) {
        self.measure = measure
        self.threshold = threshold
        self.window = window
        self.timeLimit = timeLimit
    }
}
