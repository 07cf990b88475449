public import Providers
public import Values

/// What the core is told.
public enum EngineEvent: Sendable {
    case begin(Instant)
    /// One look at a step's operation ended.
    case looked(step: Int, Outcome, at: Instant)
    case timePassed(Instant)
    /// No new work; what runs may finish.
    case cancelAsked(Instant)
}
