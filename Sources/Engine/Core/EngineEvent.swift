public import Providers
public import Resources
public import Values

/// What the core is told.
public enum EngineEvent: Sendable {
    case begin(Instant)
    /// One look at a step's operation ended.
    case looked(step: Int, Outcome, at: Instant)
    /// A gate's measurements were made, in the order asked.
    case measured([Reading], at: Instant)
    case timePassed(Instant)
    /// No new step and no new stage until `resumeAsked`; gates are watched and stages taken back all the same.
    case pauseAsked(Instant)
    case resumeAsked(Instant)
    /// No new work; what runs may finish.
    case cancelAsked(Instant)
}
