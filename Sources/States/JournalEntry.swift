public import Engine
public import Values

/// A line of a run's journal as it was written.
public struct JournalEntry: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case intent, outcome, stage }

    public var kind: Kind
    /// The step's id, or the stage's name.
    public var step: String
    /// The step's action, or what happened to the stage.
    public var action: String
    public var address: String
    public var at: Instant
    /// For an outcome `done`, or the failure as JSON; for a stage what was measured.
    public var detail: String
    /// For an outcome what the step waited for.
    public var waits: [StepWait] = []
}
