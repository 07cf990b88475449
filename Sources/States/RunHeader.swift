public import Planning
public import Values

/// What a run begins with.
public struct RunHeader: Sendable {
    public var id: String
    public var plan: Plan
    public var planHash: String
    /// The plan's JSON, for resuming; empty when it isn't kept.
    public var planText: String
    /// Whether the plan was saved, and so may be used once only.
    public var spendsPlan: Bool
    public var began: Instant

    public init(
        id: String, plan: Plan, planHash: String, planText: String = "", spendsPlan: Bool = false, began: Instant
    ) {
        self.id = id
        self.plan = plan
        self.planHash = planHash
        self.planText = planText
        self.spendsPlan = spendsPlan
        self.began = began
    }
}
