public import Planning
public import Resources
public import Values

/// All that a run begins with.
public struct EngineInput: Sendable {
    public var plan: Plan
    /// Unique to the run; client tokens derive from it.
    public var runID: String
    /// Attributes of what exists already, for references.
    public var attributes: [Address: Value]
    /// Steps (by id) that an earlier part of this run has done.
    public var completed: Set<String>
    /// Intents of earlier runs whose effect is unknown.
    public var openIntents: [OpenIntent]
    public var settings: EngineSettings

    public init(
        plan: Plan, runID: String, attributes: [Address: Value], completed: Set<String> = [],
        openIntents: [OpenIntent] = [], settings: EngineSettings = EngineSettings()
    ) {
        self.plan = plan
        self.runID = runID
        self.attributes = attributes
        self.completed = completed
        self.openIntents = openIntents
        self.settings = settings
    }
}
