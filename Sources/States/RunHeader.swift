public import Planning
public import Values

/// What a run begins with.
public struct RunHeader: Sendable {
    public var id: String
    public var plan: Plan
    public var planHash: String
    /// Whether the plan was saved, and so may be used once only.
    public var spendsPlan: Bool
    /// The command line that goes on with it.
    public var command: String
    /// Whether its end is the end of the way: not for a step alone, nor with `--target` or `--exclude`.
    public var isWhole: Bool
    /// The phase that the whole way leads to.
    public var leadsTo: Int
    public var began: Instant

    public init(
        id: String, plan: Plan, planHash: String, spendsPlan: Bool = false,
        command: String = "", isWhole: Bool = true, leadsTo: Int? = nil, began: Instant
    ) {
        self.id = id
        self.plan = plan
        self.planHash = planHash
        self.spendsPlan = spendsPlan
        self.command = command
        self.isWhole = isWhole
        self.leadsTo = leadsTo ?? plan.toPhase
        self.began = began
    }
}
