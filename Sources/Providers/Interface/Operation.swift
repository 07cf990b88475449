public import Values

/// What the engine asks of the provider; repeated with what was learnt until it is done or has failed.
public struct Operation: Sendable, Hashable {
    public enum Action: String, Sendable, Hashable { case create, update, delete }

    /// A property that the plan changes, as the plan saw it.
    public struct PlannedChange: Sendable, Hashable {
        /// The top-level property's name, or `Tags`.
        public var property: String
        /// The observed value of the whole property; nil when it isn't compared.
        public var old: Value?

        public init(property: String, old: Value?) {
            self.property = property
            self.old = old
        }
    }

    public var action: Action
    public var target: Target
    public var startedAt: Instant
    /// How long it takes as a rule; zero where nobody knows.
    public var expected: TimeSpan
    /// What an update may change; empty for other actions.
    public var plannedChanges: [PlannedChange]
    /// The last moment at which a call of this intent whose answer was lost can still land; nil when none was lost.
    public var mayLandUntil: Instant?
    /// When the object was first not found after `mayLandUntil`; nil before that.
    public var absentSince: Instant?
    /// When a create or delete call of this intent was answered; nil before that.
    public var actedAt: Instant?
    /// An earlier run began this intent.
    public var isResumed: Bool
    /// Whether readiness must be proven (`--wait serving`) or the API's yes is enough (`--wait created`).
    public var waitsForServing: Bool
    /// Attributes that later steps refer to: they must be there before the step is done, whatever it waits for.
    public var neededAttributes: Set<String>

    public init(
        action: Action, target: Target, startedAt: Instant, expected: TimeSpan = .zero,
        plannedChanges: [PlannedChange] = [], mayLandUntil: Instant? = nil, absentSince: Instant? = nil,
        actedAt: Instant? = nil, isResumed: Bool = false,
        waitsForServing: Bool = true, neededAttributes: Set<String> = []
    ) {
        self.action = action
        self.target = target
        self.startedAt = startedAt
        self.expected = expected
        self.plannedChanges = plannedChanges
        self.mayLandUntil = mayLandUntil
        self.absentSince = absentSince
        self.actedAt = actedAt
        self.isResumed = isResumed
        self.waitsForServing = waitsForServing
        self.neededAttributes = neededAttributes
    }
}
