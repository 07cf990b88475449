public import Values

/// What a step waited for, from a moment on until the next wait or its end.
public struct StepWait: Sendable, Hashable {
    /// By name and number.
    public var reason: String
    public var since: Instant

    public init(reason: String, since: Instant) {
        self.reason = reason
        self.since = since
    }
}
