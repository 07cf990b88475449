import Blueprints
public import Planning
public import Resources
import Values

/// Makes plans: changes inside the phase first, then the roads in order.
public enum Planner {
    /// The plan that brings the platform to `phase`.
    /// - Parameters:
    ///   - current: the phase that the platform is in; nil when nothing exists.
    ///   - purpose: `.rollback` where the way takes an interrupted road back: then `current` is where that led.
    ///   - graph: the blueprint of a phase, 0 to `phase` or `current`.
    ///   - former: graphs of where the writer stood before, for what is left of it when state was lost.
    ///   - warnings: what the blueprint has to say.
    /// - Throws: all reasons at once why there is no plan.
    public static func plan(
        _ input: PlanningInput, phase: Int, current: Int?, purpose: Plan.Purpose = .apply,
        graph drawn: (Int) -> ResourceGraph, former: () -> [ResourceGraph] = { [] }, warnings: [String] = []
    ) throws(PlanProblems) -> Plan {
        var world = World(input)
        let kept = regionsOfKept(input, world, drawn(phase))
        func graph(_ phase: Int) -> ResourceGraph {
            Standing.naming(kept: kept, lost: input.lost, in: drawn(phase))
        }
        let staying = Differ(input).staysLarger(graph(phase), world)
        let wanted = world.kept.isEmpty ? [] : wanted(phase, current, graph)
        let comesBack = world.kept.keys.filter { wanted.contains($0) }.sorted()
        var steps: [Step] = []
        var stages: [Stage] = []
        var warnings = warnings
        let (now, then) = (Entry.now(world, phase: current), Entry.wanted(graph(phase), phase: phase))
        try Entry.check(now, then, from: current, to: phase)
        try HomeRegion.check(world, graph(max(phase, 1)), lost: input.lost)
        try Handover.check(world, graph(phase))
        let fixed = try FixedNetwork.losses(
            input.observed, graph(phase), isOnRoad: current != nil && current != phase)
        if current == phase { settle(&world, graph(0), graph(min(phase, 1))) }
        var from = world.isEmpty ? nil : current
        let isFresh = from == nil
        if from == nil, input.options.throughPhases { from = try begin(input, graph(0), &world, &steps, &stages) }
        if let from {
            let upgrades = try DatabaseUpgrade.all(in: graph(from), staying: graph(phase), world)
            var build = LegBuilder(
                input, reachable: Set(input.regions), world: world, steps: steps, stages: stages)
            for upgrade in upgrades { try upgrade.walk(&build) }
            for one in DatabaseResize.all(in: graph(from), staying: graph(phase), build.world) { try one.walk(&build) }
            for one in ClusterUpgrade.all(in: graph(from), staying: graph(phase), build.world) { try one.walk(&build) }
            for one in NodeExchange.all(in: graph(from), staying: graph(phase), build) { try one.walk(&build) }
            (world, steps, stages) = (build.world, build.steps, build.stages)
            warnings += upgrades.map(\.warning)
        }
        if let from, from != phase {
            let roads = Roads.between(from, phase)
            let former = former()
            // First what changes inside the phase and stays; the roads bring the rest.
            let before = graph(from)
            if world.isEmpty == false, !isFresh {
                try change(
                    to: before, .onlyChanges(stableIn: graph(roads.first?.to ?? phase)), previous: before, input,
                    &world, &steps, &stages)
            }
            for road in roads {
                try ServicePaths.check(world, graph(road.to), on: road)
                let standing = Standing(
                    phase: road.from, road: road.name, leadsTo: phase, takesBack: purpose == .rollback,
                    regions: regions(of: road, world, graph))
                let (old, bridge) = bridge(road, standing, input, in: world, graph)
                let rows = RowsLegs(road, old, bridge.new, purpose, world)
                try walk(road, bridge, rows, former, input, &world, &steps, &stages)
                warnings += road.warnings
            }
        } else {
            let desired = graph(phase)
            let highest = max(phase, current ?? 0, world.highestPhase)
            let previous = known(world, desired) { (0...highest).reversed().map(graph) + former() }
            try change(to: desired, .everything, previous: previous, input, &world, &steps, &stages)
        }
        warnings += comesBack.map {
            "COMES BACK: \($0) was kept and holds the data of the moment when it left."
        }
        try FixedNetwork.check(fixed, steps)
        warnings += try Entry.warnings(now, then, to: phase, steps, input.options)
        if steps.isEmpty { warnings = [] }
        warnings += staying
        let plan = Plan(
            purpose: purpose, platform: input.platform, account: input.account, provider: input.provider,
            regions: input.regions, fromPhase: current, toPhase: phase, specHash: input.specHash,
            stateSerial: input.stateSerial, stages: used(stages, by: steps), steps: steps,
            warnings: dangers(steps) + warnings)
        return input.options.rules.applied(to: plan)
    }

    /// What changes inside a phase, and behind it what services run, which is rolled out in stages of its own.
    private static func change(
        to graph: ResourceGraph, _ scope: LegPlanner.Scope, previous: ResourceGraph, _ input: PlanningInput,
        _ world: inout World, _ steps: inout [Step], _ stages: inout [Stage]
    ) throws(PlanProblems) {
        func leg(without untouched: Set<Address> = []) throws(PlanProblems) -> (steps: [Step], world: World) {
            var planner = LegPlanner(
                input, world: world, steps: steps, stages: LegPlanner.StageNames(only: changeStage.name),
                scope: scope, previous: previous, untouched: untouched)
            return try planner.plan(to: graph)
        }
        stages.append(changeStage)
        let whole = try leg()
        let releases = ServiceRelease.all(in: graph, of: whole.steps, from: steps.count, input, world)
        let entries = RegionEntry.all(in: graph, of: whole.steps[steps.count...], world)
        let waiting = ServiceRelease.waiting(for: releases, in: whole.steps, from: steps.count)
            .union(reckoning(graph, whole.steps[steps.count...])).subtracting(entries.map(\.address))
        guard !releases.isEmpty || !entries.isEmpty || !waiting.isEmpty else {
            (steps, world) = whole
            return
        }
        let later = releases.reduce(into: waiting.union(entries.map(\.address))) { $0.formUnion($1.changed) }
        (steps, world) = try leg(without: later)
        var build = LegBuilder(
            input, reachable: Set(input.regions), world: world, steps: steps, stages: stages)
        for release in releases { try release.walk(&build) }
        if !waiting.isEmpty { try build.add(settleStage, to: graph, from: previous, only: waiting) }
        for entry in entries { try entry.walk(&build) }
        (world, steps, stages) = (build.world, build.steps, build.stages)
    }

    /// What says where the platform stands, where a region is cleared that the graph has nothing in: that is named until
    /// nothing is there, since whoever has lost the state looks where it says.
    private static func reckoning(_ graph: ResourceGraph, _ steps: ArraySlice<Step>) -> Set<Address> {
        let wanted = Set(graph.resources.map(\.address.scope))
        guard steps.contains(where: { $0.action == .delete && !wanted.contains($0.address.scope) }) else { return [] }
        return Set(steps.filter { $0.action == .update && Standing.isStanding($0.address) }.map(\.address))
    }

    /// What the end of the way wants, and its middle where there are several roads.
    private static func wanted(_ phase: Int, _ current: Int?, _ graph: (Int) -> ResourceGraph) -> Set<Address> {
        let roads = current.map { Roads.between($0, phase) } ?? []
        let phases = roads.isEmpty ? [phase] : roads.map(\.to)
        return Set(phases.flatMap { graph($0).resources.map(\.address) })
    }

    /// What a road that was walked to its end has done with rows is over, though AWS still remembers it.
    private static func settle(_ world: inout World, _ old: ResourceGraph, _ new: ResourceGraph) {
        guard let region = old.resources.first(where: { $0.address.text.hasSuffix("/instance/machine") })?.region else {
            return
        }
        for way in RowsMove.Way.allCases {
            let move = RowsMove(way: way, region: region)
            guard move.isDone(.finish, world) else { continue }
            for step in RowsMove.Step.allCases { world.remove(move.address(step)) }
        }
    }

    /// The old shape of a road, and what lies between it and the new one, both with what the platform's standing says.
    static func bridge(
        _ road: Road, _ standing: Standing, _ input: PlanningInput, in world: World, _ graph: (Int) -> ResourceGraph
    ) -> (old: ResourceGraph, bridge: Bridge) {
        let arrived = graph(road.to)
        let (old, new) = (standing.said(in: graph(road.from)), standing.said(in: arrived))
        let fronted = InstanceToFleet.fronted(road, old, by: new, in: world)
        return (old, Bridge(from: old, fronted: fronted, to: new, arrived: arrived, input, in: world))
    }

    /// Where something of the platform may be while it is on a road; empty where that can only be its first region.
    static func regions(of road: Road, _ world: World, _ graph: (Int) -> ResourceGraph) -> [String] {
        guard max(road.from, road.to) == Blueprint.latestPhase else { return [] }
        let wanted = [road.from, road.to].flatMap { graph($0).resources.map { ($0.address.scope, $0.region) } }
        let seen = world.existing.values.map { ($0.observation.address.scope, $0.observation.region) }
        return Set((wanted + seen).filter { $0 == $1 }.map(\.1)).sorted()
    }

    /// Where data is kept, or will be, outside of the regions that are wanted: without state nobody would look there.
    private static func regionsOfKept(_ input: PlanningInput, _ world: World, _ wanted: ResourceGraph) -> [String] {
        let named = Set(wanted.resources.map(\.address.scope))
        let leaving = world.existing.values.map(\.observation).filter { one in
            input.schemas[one.kind].map { $0.holdsData && $0.isOnlyHolder(one.properties) } == true
        }
        return Set((world.kept.values.map(\.observation) + leaving).map(\.address.scope)).subtracting(named)
            .subtracting(["global"]).sorted()
    }

    /// The steps of one road, leg by leg.
    private static func walk(
        _ road: Road, _ bridge: Bridge, _ rows: RowsLegs?, _ former: [ResourceGraph], _ input: PlanningInput,
        _ world: inout World, _ steps: inout [Step], _ stages: inout [Stage]
    ) throws(PlanProblems) {
        for leg in road.legs(bridge, rows) {
            var planner = LegPlanner(
                input, world: world, steps: steps, stages: leg.names, scope: leg.scope,
                previous: known(world, leg.previous ?? leg.base ?? bridge.old) { former },
                settlesActions: leg.settlesActions, late: leg.late)
            (steps, world) = try planner.plan(to: leg.graph)
            let undo = try undoSteps(of: leg, input, world)
            for var stage in leg.stages {
                if stage.gate != nil { stage.undoSteps = undo }
                // An earlier group's requests stay where they are.
                if let base = leg.base {
                    stage.undoneTo = leg.undoneTo ?? (base == bridge.graph([:]) ? .verify : .shift)
                }
                stage.staysWithoutSteps = leg.staysWithoutSteps
                stages.append(stage)
            }
        }
    }

    /// The way back from where a leg leads to where its group of requests was before.
    private static func undoSteps(
        of leg: Leg, _ input: PlanningInput, _ world: World
    ) throws(PlanProblems) -> [Step] {
        guard let base = leg.base else { return [] }
        let made = Set(world.existing.keys.filter { !base.contains($0) && leg.graph.contains($0) })
        return try WayBack.steps(
            of: leg.names.shift, to: base, from: leg.graph, .undoing(made: made, frozen: leg.scope.frozen), input,
            world)
    }

    /// The plan that removes the platform; protected things need the user's word, kept data stays.
    public static func destroyPlan(
        _ input: PlanningInput, current: Int?, graph: ResourceGraph
    ) throws(PlanProblems) -> Plan {
        let names = LegPlanner.StageNames(only: "destroy")
        var world = World(input)
        // The machines that would take them back go.
        for address in world.existing.keys.sorted()
        where input.schemas[world[address]?.observation.kind ?? ""]?.isAction == true {
            world.remove(address)
        }
        var leg = LegPlanner(
            input, world: world, steps: [], stages: names, scope: .destruction, previous: graph)
        let (steps, _) = try leg.plan(to: ResourceGraph())
        let stage = Stage(
            name: "destroy", road: "destroy", role: .retire, undo: "None; what holds data is kept.",
            isPointOfNoReturn: true)
        return Plan(
            purpose: .destroy, platform: input.platform, account: input.account, provider: input.provider,
            regions: input.regions, fromPhase: current, toPhase: current ?? 0, specHash: input.specHash,
            stateSerial: input.stateSerial, stages: steps.isEmpty ? [] : [stage], steps: steps)
    }

    /// The graph with what others wanted, other phases or earlier places of the writer, when some of that is still there:
    /// state was lost on a road or behind one, and only the blueprints know how the rest hangs together and what of it
    /// holds data.
    private static func known(
        _ world: World, _ graph: ResourceGraph, _ others: () -> [ResourceGraph]
    ) -> ResourceGraph {
        var unknown = Set(world.existing.keys.filter { !graph.contains($0) })
        guard !unknown.isEmpty else { return graph }
        let more = others().flatMap(\.resources).filter { unknown.remove($0.address) != nil }
        return more.isEmpty ? graph : ResourceGraph(graph.resources + more)
    }

    private static let changeStage = Stage(
        name: "change", road: "change", role: .change, undo: "Apply the spec as it was before.")

    /// What is waited for behind what is released, and what is said behind what it says.
    private static let settleStage = Stage(
        name: "settle", road: "change", role: .change, undo: "Apply the spec as it was before.")

    private static func begin(
        _ input: PlanningInput, _ graph: ResourceGraph, _ world: inout World, _ steps: inout [Step],
        _ stages: inout [Stage]
    ) throws(PlanProblems) -> Int {
        let names = LegPlanner.StageNames(only: "change")
        var leg = LegPlanner(input, world: world, steps: [], stages: names, previous: graph)
        (steps, world) = try leg.plan(to: graph)
        stages.append(changeStage)
        return 0
    }

    /// Stages without steps are left out, but for gates on a road that has steps before them.
    private static func used(_ stages: [Stage], by steps: [Step]) -> [Stage] {
        let withSteps = Set(steps.map(\.stage))
        let roads = Set(steps.compactMap { step in stages.first { $0.name == step.stage }?.road })
        let retiring = Set(stages.filter { $0.role == .retire && withSteps.contains($0.name) }.map(\.road))
        return stages.filter { stage in
            switch stage.role {
            case .verify, .replicate: roads.contains(stage.road)
            case .soak: retiring.contains(stage.road)
            case .shift: stage.staysWithoutSteps || withSteps.contains(stage.name)
            case .change, .prepare, .retire: withSteps.contains(stage.name)
            }
        }
    }

    private static func dangers(_ steps: [Step]) -> [String] {
        steps.filter { $0.isProtected && $0.action == .delete }.map { "DESTROYS \($0.address), which holds data." }
    }
}
