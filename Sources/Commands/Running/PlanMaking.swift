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

    enum Goal: Equatable { case apply, rollback, destroy }

    /// - Parameter isChanging: whether a run follows.
    static func make(
        _ session: Session, _ goal: Goal, isChanging: Bool = true
    ) async throws(CommandFailure) -> PlanMaking {
        let recorded = try session.recorded()
        let observed: [ResourceObservation]
        if session.options.value("refresh") == "false" {
            observed = recorded.map(\.observation)
            try session.giveUp()
        } else {
            observed = try await session.observe(recorded, isChanging: isChanging)
        }
        return try make(session, goal, observed, recorded)
    }

    /// The way back to where a stage of the interrupted road left the platform, which stays on the road.
    private static func back(
        _ session: Session, _ input: PlanningInput, _ observed: [ResourceObservation], to stage: String
    ) throws(CommandFailure) -> PlanMaking {
        guard let road = try CourseCheck.road(session, observed), !road.takesBack else {
            throw CommandFailure(
                "The road is being taken back whole already. [plan.takenBack]",
                hint: "Go on with it: reconcile rollback without --to.")
        }
        guard session.spec.phase >= max(road.from, road.to) else {
            throw CommandFailure(
                "A part of the road \(road.name) takes a spec of phase \(max(road.from, road.to)), not "
                    + "\(session.spec.phase). [plan.specTooLow]", hint: "Name the spec that the road was begun with.")
        }
        do throws(PlanProblems) {
            let plan = try Planner.back(input, on: road, to: stage, graph: session.shapes.graph)
            return PlanMaking(plan: plan, observed: observed, isWhole: false, leadsTo: road.leadsTo)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// From what was observed already.
    static func make(
        _ session: Session, _ goal: Goal, _ observed: [ResourceObservation], _ recorded: [RecordedResource]
    ) throws(CommandFailure) -> PlanMaking {
        session.readStanding(observed)
        let input = try session.planningInput(observed, recorded)
        let (spec, shapes) = (session.spec, session.shapes)
        var phase = spec.phase
        var current = try session.currentPhase(observed)
        switch goal {
        case .apply:
            try CourseCheck.check(session, observed)
            try RegionCheck.check(spec, input.observed)
        case .rollback:
            (current, phase) = try CourseCheck.wayBack(session, observed)
            if let stage = session.options.value("to") { return try back(session, input, observed, to: stage) }
        case .destroy: break
        }
        try AddressCheck.check(session, input, upTo: max(phase, current ?? 0))
        do throws(PlanProblems) {
            if goal == .apply, let rest = try shapes.unfinishedMove(input, current: current) {
                return PlanMaking(plan: rest, observed: observed, leadsTo: Blueprint.latestPhase)
            }
            let plan =
                switch goal {
                case .apply, .rollback:
                    try Planner.plan(
                        input, phase: phase, current: current, purpose: goal == .apply ? .apply : .rollback,
                        graph: shapes.graph, former: shapes.former,
                        warnings: Blueprint.problems(of: spec).filter(\.isWarning).map(\.message))
                case .destroy:
                    try Planner.destroyPlan(
                        input, current: current, graph: shapes.graph(current ?? spec.phase))
                }
            return PlanMaking(
                plan: plan, observed: observed, isWhole: input.options.selectsAll, leadsTo: plan.toPhase)
        } catch {
            throw CommandFailure(error)
        }
    }
}
