public import Providers
public import Values

/// What a run's watchers see; typed, so that terminal, JSON and tests share it.
public enum RunEvent: Sendable, Hashable {
    case stageBegan(String, at: Instant)
    case stagePassed(String, at: Instant)
    case stepBegan(Int, at: Instant)
    /// What the step waits for, by name and number.
    case stepWaits(Int, reason: String, at: Instant)
    case stepDone(Int, at: Instant)
    case stepFailed(Int, Failure, at: Instant)
    case cancelling(at: Instant)
}
