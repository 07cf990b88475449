public import Values

/// What the planner and the engine must know of a kind; pure data, declared beside its driver.
public struct KindSchema: Sendable {
    /// By what a second try finds the first one.
    public enum Identity: Sendable, Hashable {
        /// Tags with platform, address and generation, set in the create call.
        case tags
        /// A name unique in its scope, held by this property; a generation above 0 stands in its suffix.
        case name(property: String, limit: Int)
        /// Parent and natural key, for what can't be tagged.
        case naturalKey
    }

    public var kind: Kind
    /// The service whose rate its calls count against, for example `ec2`.
    public var service: String
    public var identity: Identity
    /// Rules for properties that aren't plainly changed in place without anyone noticing.
    public var rules: [PropertyRule]
    public var durations: ExpectedDurations
    /// How long a create takes that wants one of these properties, where that makes it another affair.
    public var slowerCreates: [String: TimeSpan]
    /// How long an update takes that changes one of these properties, where that makes it another affair.
    public var slowerUpdates: [String: TimeSpan]
    /// How long a fresh object may stay invisible.
    public var consistencyWindow: TimeSpan
    /// Changing or removing it moves users' traffic, so it belongs to the stage `shift`.
    public var carriesTraffic: Bool
    /// Users are sent by it: when it goes, they are elsewhere before anything that it led to goes.
    public var directsUsers: Bool
    /// Holds data that a delete would lose.
    public var holdsData: Bool
    /// A property that names what the object is a copy of; with it set nothing is lost by a delete.
    public var copyOf: String?
    /// A property that lists regions in which a copy is; what was there under its name becomes one.
    public var copiesIn: String?
    /// Attributes that an update in place changes, for example a template's latest version.
    public var changingAttributes: Set<String>
    /// Something done, not something there: its delete takes it back, and when it only leaves the graph at a road's end,
    /// what was done stays done.
    public var isAction: Bool

    public init(
        kind: Kind, service: String, identity: Identity, rules: [PropertyRule] = [],
        durations: ExpectedDurations, slowerCreates: [String: TimeSpan] = [:], slowerUpdates: [String: TimeSpan] = [:],
        consistencyWindow: TimeSpan = .seconds(10), carriesTraffic: Bool = false, directsUsers: Bool = false,
        holdsData: Bool = false, copyOf: String? = nil, copiesIn: String? = nil,
        changingAttributes: Set<String> = [], isAction: Bool = false
    ) {
        self.kind = kind
        self.service = service
        self.identity = identity
        self.rules = rules
        self.durations = durations
        self.slowerCreates = slowerCreates
        self.slowerUpdates = slowerUpdates
        self.consistencyWindow = consistencyWindow
        self.carriesTraffic = carriesTraffic
        self.directsUsers = directsUsers
        self.holdsData = holdsData
        self.copyOf = copyOf
        self.copiesIn = copiesIn
        self.changingAttributes = changingAttributes
        self.isAction = isAction
    }

    /// How long a create with these properties takes as a rule.
    public func expectedCreate(_ properties: Value) -> TimeSpan {
        guard !slowerCreates.isEmpty else { return durations.create }
        return slowerCreates.filter { properties[$0.key] != nil }.values.max() ?? durations.create
    }

    /// How long a change of these properties takes as a rule.
    public func expectedUpdate(_ changed: [String]) -> TimeSpan {
        changed.compactMap { slowerUpdates[$0] }.max() ?? durations.update
    }

    /// Whether an object of this kind with these properties holds data that nothing else has.
    public func isOnlyHolder(_ properties: Value) -> Bool {
        guard holdsData, let copyOf, let source = properties.text(copyOf) else { return holdsData }
        return source.isEmpty
    }

    /// The rule for a top-level property, if it has one.
    public func effects(of property: String) -> [PropertyRule.Effect] {
        rules.filter { $0.property == property }.map(\.effect)
    }
}
