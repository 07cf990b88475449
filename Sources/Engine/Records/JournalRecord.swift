public import Values

/// One line of a run's journal; written before what it announces, or after what it reports.
public enum JournalRecord: Sendable, Hashable {
    /// A step's operation begins; durable before its first call.
    case intent(Intent)
    /// The intent is settled.
    case outcome(StepOutcome)
    /// A stage began, or its gate held or failed; `measured` says with what.
    case stage(name: String, StageEvent, measured: String, at: Instant)
    /// The run ended.
    case finished(RunResult, at: Instant)
}
