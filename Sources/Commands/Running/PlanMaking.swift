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

    /// The rest of a writer's move that was begun, which goes first; nil when there is none.
    private static func unfinishedMove(
        _ session: Session, _ input: PlanningInput, _ observed: [ResourceObservation], _ current: Int?
    ) throws(CommandFailure) -> PlanMaking? {
        let (writer, spec) = (session.writer, session.spec)
        guard writer.term > 0, current == Blueprint.latestPhase else { return nil }
        let isHome = writer.region == spec.primaryRegion.name
        guard isHome || spec.phase >= 4 && spec.regions.contains(where: { $0.name == writer.region }) else {
            throw CommandFailure(
                "The writer of \(spec.name) stands in \(writer.region), which this spec would take away. [plan.writerAway]",
                hint: "Bring it home first: reconcile failback with the spec of phase 4.")
        }
        guard spec.phase >= 4 else { return nil }
        let planner = FailoverPlanner(
            input, reachable: Set(spec.regions.map(\.name)), graph: session.graph(with:))
        do throws(PlanProblems) {
            guard try !planner.isSettled(writer) else { return nil }
            return PlanMaking(plan: try planner.finish(writer), observed: observed, leadsTo: 4)
        } catch { throw CommandFailure(error) }
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
            let plan = try Planner.back(input, on: road, to: stage, graph: session.graph)
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
        let spec = session.spec
        var phase = spec.phase
        var current = try session.currentPhase(observed)
        switch goal {
        case .apply:
            try CourseCheck.check(session, observed)
            try RegionCheck.check(spec, input.observed)
            if let left = try unfinishedMove(session, input, observed, current) { return left }
        case .rollback:
            (current, phase) = try CourseCheck.wayBack(session, observed)
            if let stage = session.options.value("to") { return try back(session, input, observed, to: stage) }
        case .destroy: break
        }
        try AddressCheck.check(session, input, upTo: max(phase, current ?? 0))
        do throws(PlanProblems) {
            let plan =
                switch goal {
                case .apply, .rollback:
                    try Planner.plan(
                        input, phase: phase, current: current, purpose: goal == .apply ? .apply : .rollback,
                        graph: session.graph, former: { session.formerGraphs },
                        warnings: Blueprint.problems(of: spec).filter(\.isWarning).map(\.message))
                case .destroy:
                    try Planner.destroyPlan(
                        input, current: current, graph: session.graph(current ?? spec.phase))
                }
            return PlanMaking(
                plan: plan, observed: observed, isWhole: input.options.selectsAll, leadsTo: plan.toPhase)
        } catch {
            throw CommandFailure(error)
        }
    }
}
