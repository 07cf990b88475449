/// The bounds of a run.
public struct EngineSettings: Sendable, Hashable {
    /// Looks that may be under way at once.
    public var parallelism: Int
    /// Of those, for one service in one region.
    public var perServiceAndRegion: Int
    /// Whether a step is done only when what it made serves.
    public var waitsForServing: Bool

    public init(parallelism: Int = 16, perServiceAndRegion: Int = 8, waitsForServing: Bool = true) {
        self.parallelism = parallelism
        self.perServiceAndRegion = perServiceAndRegion
        self.waitsForServing = waitsForServing
    }
}
