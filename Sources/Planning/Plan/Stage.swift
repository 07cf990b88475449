public import Resources
public import Values

/// A part of a plan that ends in a gate; the next stage begins when the gate holds.
public struct Stage: Sendable, Hashable {
    /// In the order in which a road walks them.
    public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
        case change, prepare, replicate, verify, shift, soak, retire

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
        public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
    }

    /// Unique in the plan, for example `1-2/prepare`.
    public var name: String
    /// The road it belongs to, for example `1-2`; `change` for changes inside a phase.
    public var road: String
    public var role: Role
    /// What must hold at its end; nil when the steps themselves are the proof.
    public var gate: Gate?
    /// How it is taken back, in a sentence for people.
    public var undo: String
    /// The steps that take it back, in order; they run when its gate fails.
    public var undoSteps: [Step]
    /// Whether a step that fails has the stage taken back, as its gate would: what it rolls out may be the very reason.
    public var isUndoneByFailure = false
    /// What ran before its steps and is proven to serve, by address; it is remembered until the gate has passed.
    public var provenContents: [Address: Value] = [:]
    /// How far on the road the platform still is once it is taken back.
    public var undoneTo: Role?
    /// Only some of its steps are in the plan, so that they don't pass it.
    public var isPartial = false
    /// Its gate is passed even when no step is left: an earlier run took them.
    public var staysWithoutSteps = false
    /// From here on there is no way back without a backup.
    public var isPointOfNoReturn: Bool
    /// Its predecessor has left users without something: nothing holds it up.
    public var followsAtOnce = false
    /// Users notice it, though it neither shifts their requests nor changes anything by an interruption.
    public var isNoticed = false
    /// A run stops before it until somebody approves.
    public var needsApproval = false
    /// When it may begin; empty for always.
    public var windows: [WeeklyWindow] = []
    /// How long it may take with its gate; nil for as long as its steps and its gate may.
    public var timeLimit: TimeSpan?

    public init(
        name: String, road: String, role: Role, gate: Gate? = nil, undo: String = "", undoSteps: [Step] = [],
        isPointOfNoReturn: Bool = false
    ) {
        self.name = name
        self.road = road
        self.role = role
        self.gate = gate
        self.undo = undo
        self.undoSteps = undoSteps
        self.isPointOfNoReturn = isPointOfNoReturn
    }

    /// Whether a pattern means it: its name, its road, its role, or the beginning of its name with `*` behind.
    public func isMeant(by pattern: String) -> Bool {
        if pattern.hasSuffix("*") { return name.hasPrefix(pattern.dropLast()) }
        return pattern == name || pattern == road || pattern == role.rawValue
    }

    /// When it may begin: the moment itself, or when the next of its windows opens.
    public func opening(from moment: Instant) -> Instant {
        windows.map { $0.opening(from: moment) }.min() ?? moment
    }
}
