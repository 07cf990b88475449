public import Values

/// What the spec says of stages: who is asked before them, when they may begin and how long they may take.
public struct StageRules: Sendable, Hashable {
    /// Patterns of the stages before which somebody must approve.
    public var approve: [String]
    /// When stages that users may notice may begin; empty for always.
    public var windows: [WeeklyWindow]
    /// How long a stage may take, by pattern; of several the shortest counts.
    public var timeLimits: [String: TimeSpan]

    public init(approve: [String] = [], windows: [WeeklyWindow] = [], timeLimits: [String: TimeSpan] = [:]) {
        self.approve = approve
        self.windows = windows
        self.timeLimits = timeLimits
    }

    /// The plan with what they say of its stages. A stage that follows another at once is approved together with it: writes
    /// that are frozen wait for nobody. A way back is held up by nothing.
    public func applied(to plan: Plan) -> Plan {
        var plan = plan
        let noticed = Set(plan.steps.filter { !$0.interruption.isEmpty }.map(\.stage))
        var head = 0
        for index in plan.stages.indices {
            let stage = plan.stages[index]
            plan.stages[index].timeLimit = timeLimits.filter { stage.isMeant(by: $0.key) }.map(\.value).min()
            guard plan.purpose != .rollback else { continue }
            if !stage.followsAtOnce { head = index }
            if plan.stages[head].followsAtOnce { continue }
            if approve.contains(where: { stage.isMeant(by: $0) }) { plan.stages[head].needsApproval = true }
            if stage.role == .shift || stage.isNoticed || noticed.contains(stage.name) {
                plan.stages[head].windows = windows
            }
        }
        return plan
    }
}
