public import Values

/// The clock as it is passed down: real, scaled, or virtual.
public protocol TimeSource: Sendable {
    func now() -> Instant
    /// Waits until `instant`, or less long when the task is cancelled.
    func sleep(until instant: Instant) async
}
