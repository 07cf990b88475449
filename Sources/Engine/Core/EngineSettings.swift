public import Providers
public import Values

/// The bounds of a run.
public struct EngineSettings: Sendable, Hashable {
    /// Looks that may be under way at once.
    public var parallelism: Int
    /// Of those, for one service in one region.
    public var perServiceAndRegion: Int
    /// Whether a step is done only when what it made serves.
    public var waitsForServing: Bool
    /// Whether gates that measure users' requests are passed where there are none.
    public var acceptsNoTraffic: Bool
    /// Patterns of the stages that somebody has approved.
    public var approved: [String]
    /// How long one attempt at a call may take effect; the provider's own.
    public var attemptLimit: TimeSpan
    /// How many times as long as planned a step or a gate may take, where the cloud's time runs faster than we work.
    public var patience: Int

    public init(
        parallelism: Int = 16, perServiceAndRegion: Int = 8, waitsForServing: Bool = true,
        acceptsNoTraffic: Bool = false, approved: [String] = [], attemptLimit: TimeSpan = CloudAccess.attemptLimit,
        patience: Int = 1
    ) {
        self.parallelism = parallelism
        self.perServiceAndRegion = perServiceAndRegion
        self.waitsForServing = waitsForServing
        self.acceptsNoTraffic = acceptsNoTraffic
        self.approved = approved
        self.attemptLimit = attemptLimit
        self.patience = patience
    }
}
