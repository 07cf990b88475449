public import Providers
public import Values

/// What a run's watchers see; typed, so that terminal, JSON and tests share it.
public enum RunEvent: Sendable, Hashable {
    case stageBegan(String, at: Instant)
    /// What its gate measured; empty when its steps are the proof.
    case stagePassed(String, measured: String, at: Instant)
    /// A gate was measured for the first time, or turned from holding to not holding or back.
    case gateMeasured(String, String, at: Instant)
    /// A gate failed by what it measured; its stage is being taken back.
    case gateFailed(String, String, at: Instant)
    /// A stage does not begin before this moment, when its next window opens.
    case stageWaits(String, until: Instant, at: Instant)
    /// A stage does not begin before somebody approves it; the run ends there.
    case approvalNeeded(String, at: Instant)
    case paused(at: Instant)
    case resumed(at: Instant)
    case stepBegan(Int, at: Instant)
    /// What the step waits for, by name and number.
    case stepWaits(Int, reason: String, at: Instant)
    case stepDone(Int, at: Instant)
    case stepFailed(Int, Failure, at: Instant)
    case cancelling(at: Instant)
}
