public import Providers
public import Resources
public import Values

/// What the core asks for, to be done in the order given; records that stand together may share one transaction.
public enum EngineCommand: Sendable {
    /// Make this record durable before anything behind it.
    case journal(JournalRecord)
    /// Look at a step's operation once and report `looked`.
    case look(step: Int, Operation)
    /// Make a gate's measurements, of what happened since a moment, and report `measured`.
    case measure([Measurement], since: Instant)
    /// Report `timePassed` at this moment; a later one replaces it.
    case wake(Instant)
    case report(RunEvent)
    /// The run is over.
    case end(RunSummary)
}
