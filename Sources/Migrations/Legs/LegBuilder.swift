import Planning
import Resources
import Values

/// A plan as it grows, leg by leg; each leg touches only what is named.
struct LegBuilder {
    let input: PlanningInput
    /// Regions that answer; nothing is planned elsewhere.
    let reachable: Set<String>
    private(set) var world: World
    private(set) var steps: [Step] = []
    private(set) var stages: [Stage] = []

    init(_ input: PlanningInput, reachable: Set<String>) {
        self.init(input, reachable: reachable, world: World(input), steps: [], stages: [])
    }

    /// One that goes on from what other parts of the plan have come to.
    init(_ input: PlanningInput, reachable: Set<String>, world: World, steps: [Step], stages: [Stage]) {
        self.input = input
        self.reachable = reachable
        self.world = world
        self.steps = steps
        self.stages = stages
    }

    /// What differs between two graphs in regions that answer. Nothing global: those control planes are in one region,
    /// which may be the lost one (AWS Fault Isolation Boundaries, "Global services").
    func differing(_ old: ResourceGraph, _ new: ResourceGraph) -> Set<Address> {
        let all = Set((old.resources + new.resources).filter(isReachable).map(\.address))
        let differing = all.filter { old[$0] != new[$0] }
        return differing.union(all.filter { isFollowing($0, differing, new) })
    }

    /// Whether a resource changes with what it refers to, as pods start anew with other settings.
    private func isFollowing(_ address: Address, _ changed: Set<Address>, _ graph: ResourceGraph) -> Bool {
        var isFollowing = false
        graph[address]?.properties.forEachReference { reference in
            guard changed.contains(Address(reference.address)), let source = graph[Address(reference.address)],
                input.schemas[source.kind]?.changingAttributes.contains(reference.attribute) == true
            else { return }
            isFollowing = true
        }
        return isFollowing
    }

    func isReachable(_ resource: Resource) -> Bool {
        resource.address.scope != "global" && reachable.contains(resource.region)
    }

    func exists(_ address: Address) -> Bool { world[address] != nil }

    /// Whether a database is a copy that has not been promoted.
    func follows(_ address: Address) -> Bool {
        world[address]?.observation.properties.followsADatabase == true
    }

    /// A leg from the world as it is to `graph`, of the addresses in `only`.
    /// - Parameters:
    ///   - previous: the graph before, for what leaves.
    ///   - base: what a failed gate goes back to.
    ///   - stays: whether the stage's gate is passed even when no step is left.
    mutating func add(
        _ stage: Stage, to graph: ResourceGraph, from previous: ResourceGraph, only: Set<Address>,
        base: ResourceGraph? = nil, taking: Set<Address> = [], stays: Bool = false
    ) throws(PlanProblems) {
        let first = steps.count
        var stage = stage
        stage.name += suffix([stage.name])
        let names = LegPlanner.StageNames(only: stage.name)
        var planner = LegPlanner(
            input, world: world, steps: steps, stages: names, scope: .only(only), previous: previous)
        (steps, world) = try planner.plan(to: graph)
        if let base {
            stage.undoSteps = try WayBack.steps(
                of: stage.name, to: base, from: graph, .only(only.union(taking)), input, world)
        }
        stage.staysWithoutSteps = stays
        if steps.count > first || stays { stages.append(stage) }
    }

    /// What new stages' names need to be no other stage's: steps know their stage by its name, and two of one name would
    /// run as one.
    private func suffix(_ names: [String]) -> String {
        var suffix = ""
        while stages.contains(where: { stage in names.contains { $0 + suffix == stage.name } }) { suffix += "-again" }
        return suffix
    }

    /// A leg that makes successors beside what is there, which goes in a stage of its own behind the first one's gate. When
    /// that fails, the successors go again.
    mutating func exchange(
        _ prepare: Stage, _ retire: Stage, to graph: ResourceGraph, only: Set<Address>
    ) throws(PlanProblems) {
        let first = steps.count
        var (prepare, retire) = (prepare, retire)
        let suffix = suffix([prepare.name, retire.name])
        prepare.name += suffix
        retire.name += suffix
        let names = LegPlanner.StageNames(prepare: prepare.name, shift: prepare.name, retire: retire.name)
        var planner = LegPlanner(input, world: world, steps: steps, stages: names, scope: .only(only), previous: graph)
        (steps, world) = try planner.plan(to: graph)
        let made = steps[first...].filter { $0.action == .create }.reversed()
        // What was made last goes first.
        prepare.undoSteps = made.enumerated().map { index, step in
            Step(
                id: "undo \(prepare.name): delete \(step.address)#\(step.generation)", action: .delete,
                address: step.address, kind: step.kind, region: step.region, generation: step.generation,
                stage: "\(prepare.name)/undo", dependsOn: index == 0 ? [] : [index - 1], properties: step.properties,
                tags: step.tags, phase: step.phase, reason: .notDesired,
                expected: input.schemas[step.kind]?.durations.delete ?? .minutes(5), deadline: step.deadline,
                service: step.service)
        }
        stages += [prepare, retire]
    }

    /// A wanted resource as it is by now, but for some of its properties.
    func asItIs(_ wanted: Resource, but properties: Set<String>) -> Resource {
        var resource = wanted
        for change in changes(of: wanted) where !properties.contains(change.path) {
            guard let old = change.old, !change.path.hasPrefix("Tags.") else { continue }
            resource.properties[change.path] = old
        }
        return resource
    }

    /// Whether it is there, and is not replaced to be what a graph wants.
    func isChangedInPlace(_ address: Address, in graph: ResourceGraph) -> Bool {
        guard world[address] != nil, let wanted = graph[address] else { return false }
        return !changes(of: wanted).contains(where: \.forcesReplacement)
    }

    private func changes(of wanted: Resource) -> [PropertyChange] {
        guard let existing = world[wanted.address] else { return [] }
        return Differ(input).changes(wanted, existing, in: world) { world[Address($0.address)] == nil }
    }

    /// Says of a stage's steps what users notice of them and how long they take, where their kind does not know it.
    mutating func word(_ interruption: String, _ expected: TimeSpan, ofStepsIn stage: String) {
        for index in steps.indices where steps[index].stage == stage && steps[index].action == .update {
            steps[index].interruption = interruption
            steps[index].expected = expected
        }
    }
}
