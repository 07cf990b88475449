import Blueprints
import Diagnostics
public import Planning
public import Resources
import Values

extension Planner {
    /// The plan that takes an interrupted road back to where one of its stages left it; the platform stays on the road.
    ///
    /// Requests go back to the old shape as far as they had not moved when that stage had passed, and whatever only stands
    /// for those that had moved since goes. What was only prepared stays, and rows stay where they are.
    /// - Parameters:
    ///   - stage: a stage of the road in which requests move, or `prepare` or `verify`, which come before.
    ///   - graph: the blueprint of a phase.
    /// - Throws: all reasons at once why there is no plan.
    public static func back(
        _ input: PlanningInput, on open: OpenRoad, to stage: String, graph: (Int) -> ResourceGraph,
        warnings: [String] = []
    ) throws(PlanProblems) -> Plan {
        guard let road = Roads.between(open.from, open.to).first else { throw PlanProblems([]) }
        let world = World(input)
        let standing = Standing(
            phase: road.from, road: road.name, leadsTo: open.leadsTo, regions: regions(of: road, world, graph))
        let bridge = bridge(road, standing, input, in: world, graph).bridge
        let legs = ShiftLegs(road: road, bridge: bridge.untouched).legs
        let before = ["\(road.name)/prepare", "\(road.name)/verify"]
        let names = before + legs.map(\.names.shift)
        let shares = legs.first { $0.names.shift == stage }?.graph
        guard let target = shares ?? (before.contains(stage) ? bridge.graph([:]) : nil) else {
            throw PlanProblems([
                Diagnostic(
                    "plan.noSuchStage", "\(stage) is no stage of the road \(road.name) to which it can be taken back.",
                    hint: "One of: \(names.joined(separator: ", ")).")
            ])
        }
        let all = bridge.graph(Dictionary(uniqueKeysWithValues: bridge.movers.map { ($0, 100) }))
        let made = Set(world.existing.keys.filter { !target.contains($0) && all.contains($0) })
        let name = "\(road.name)/back"
        var planner = LegPlanner(
            input, world: world, steps: [], stages: LegPlanner.StageNames(only: name),
            scope: .undoing(made: made, frozen: bridge.frozen), previous: all)
        let steps = try planner.plan(to: target).steps
        let measurements = Proofs(bridge).ofService(in: target)
        var back = Stage(
            name: name, road: road.name, role: .shift,
            gate: measurements.isEmpty
                ? nil
                : Gate(
                    measure: "users are served as behind \(stage)", threshold: "all", measurements: measurements,
                    window: .minutes(3), timeLimit: .minutes(20)),
            undo: "Apply the spec: the road is walked on from here.")
        // Whoever goes back waits for no window.
        back.followsAtOnce = true
        return Plan(
            purpose: .apply, platform: input.platform, account: input.account, provider: input.provider,
            regions: input.regions, fromPhase: road.from, toPhase: road.to, specHash: input.specHash,
            stateSerial: input.stateSerial, stages: steps.isEmpty ? [] : [back], steps: steps, warnings: warnings)
    }
}
