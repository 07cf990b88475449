import Blueprints
import Migrations
import Planning
import Resources
import Specs
import States
import Terminal

/// A plan with what it was made from.
struct PlanMaking {
    let plan: Plan
    let observed: [ResourceObservation]
    /// Whether the plan is of the whole platform, so that its end is the end of the way.
    var isWhole = true
    /// The phase that the way leads to, of which the plan may be a part.
    var leadsTo: Int

    enum Goal { case apply, destroy }

    /// - Parameter isChanging: whether a run follows.
    static func make(
        _ session: Session, _ goal: Goal, isChanging: Bool = true
    ) async throws(CommandFailure) -> PlanMaking {
        let recorded = try session.recorded()
        let observed: [ResourceObservation]
        if session.options.value("refresh") == "false" {
            observed = recorded.map(\.observation)
        } else {
            observed = try await session.observe(recorded, isChanging: isChanging)
        }
        return try make(session, goal, observed, recorded)
    }

    /// From what was observed already.
    static func make(
        _ session: Session, _ goal: Goal, _ observed: [ResourceObservation], _ recorded: [RecordedResource]
    ) throws(CommandFailure) -> PlanMaking {
        let input = try session.planningInput(observed, recorded)
        let current = try session.currentPhase(observed)
        let spec = session.spec
        if goal == .apply { try CourseCheck.check(session, observed) }
        try AddressCheck.check(session, input, upTo: max(spec.phase, current ?? 0))
        do throws(PlanProblems) {
            let plan =
                switch goal {
                case .apply:
                    try Planner.plan(
                        input, phase: spec.phase, current: current,
                        graph: { Blueprint.graph(for: spec, phase: $0) },
                        warnings: Blueprint.problems(of: spec).filter(\.isWarning).map(\.message))
                case .destroy:
                    try Planner.destroyPlan(
                        input, current: current, graph: Blueprint.graph(for: spec, phase: current ?? spec.phase))
                }
            return PlanMaking(
                plan: plan, observed: observed, isWhole: input.options.selectsAll, leadsTo: plan.toPhase)
        } catch {
            throw CommandFailure(error)
        }
    }
}
