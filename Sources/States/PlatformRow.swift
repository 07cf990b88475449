public import Planning

/// What state says of a platform as a whole.
public struct PlatformRow: Sendable, Hashable {
    public var name: String
    public var account: String
    public var provider: String
    /// The phase that it is in; nil when nothing of it exists.
    public var phase: Int?
    /// Counts changes of content; refreshes that find nothing new don't move it.
    public var serial: Int
    /// The road that it is on: begun and not walked to its end.
    public var road: OpenRoad?
    /// Since when nothing new may begin, in seconds since 1970; nil while it may.
    public var pausedSince: Int?
}
