public import Values

/// What the engine asks of the provider; repeated with the same target until it is done or has failed.
public struct Operation: Sendable, Hashable {
    public enum Action: String, Sendable, Hashable { case create, update, delete }

    public var action: Action
    public var target: Target
    /// The last moment at which a call of this intent whose answer was lost can still land; nil when none was lost.
    public var mayLandUntil: Instant?
    /// When the object was first not found after `mayLandUntil`; nil before that.
    public var absentSince: Instant?
    /// True once a delete or create call of this intent has been answered.
    public var hasActed: Bool
    /// Whether readiness must be proven (`--wait serving`) or the API's yes is enough (`--wait created`).
    public var waitsForServing: Bool

    public init(
        action: Action, target: Target, mayLandUntil: Instant? = nil, absentSince: Instant? = nil,
        hasActed: Bool = false, waitsForServing: Bool = true
    ) {
        self.action = action
        self.target = target
        self.mayLandUntil = mayLandUntil
        self.absentSince = absentSince
        self.hasActed = hasActed
        self.waitsForServing = waitsForServing
    }
}
