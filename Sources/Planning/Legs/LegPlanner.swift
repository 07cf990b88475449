import Diagnostics
public import Resources
import Values

/// Plans one leg of the way: from the world as it is to one desired graph, in named stages.
///
/// Edges join steps of the same leg; between stages the engine keeps the order.
public struct LegPlanner {
    let input: PlanningInput
    let stages: StageNames
    let scope: Scope
    /// The graph that the platform had before, for lifecycles and references of what leaves.
    let previous: ResourceGraph
    /// What was done stays done when it leaves the graph.
    let settlesActions: Bool
    /// What this leg leaves alone: another one changes it.
    let untouched: Set<Address>
    /// What changes no sooner than the old shape goes.
    let late: Set<Address>
    var world: World
    /// What each resource referred to before this leg, as far as it is known.
    let before: [Address: [Address]]
    var steps: [Step]
    var problems: [Diagnostic] = []
    /// Ids of the steps of earlier legs and of this one's updates.
    var ids: Set<String>
    /// Where this leg's steps begin.
    let firstStep: Int
    /// Positions of the steps that make or change an address in this leg.
    var makers: [Address: Int] = [:]
    /// Addresses whose successor is made before they go.
    var successorsFirst: Set<Address> = []
    /// What is left to a road, with all that needs it.
    var postponed: Set<Address> = []
    /// What the graph's resources refer to, looked for once.
    private var references: [Address: [Address]] = [:]
    /// Addresses that get a new generation in this leg.
    var replaced: Set<Address> = []
    /// Who refers to what, made when it is first needed.
    private var users: [Address: [Address]]?
    /// Old generations to delete, with whether their successor is made first.
    var outgoing: [(existing: World.Existing, reason: ChangeReason, isReplacement: Bool, successorFirst: Bool)] = []
    public init(
        _ input: PlanningInput, world: World, steps: [Step], stages: StageNames, scope: Scope = .everything,
        previous: ResourceGraph, settlesActions: Bool = false, untouched: Set<Address> = [], late: Set<Address> = []
    ) {
        (self.untouched, self.settlesActions, self.late) = (untouched, settlesActions, late)
        self.input = input
        self.world = world
        before = world.existing.mapValues(\.references)
        self.steps = steps
        ids = Set(steps.map(\.id))
        firstStep = steps.count
        self.stages = stages
        self.scope = scope
        self.previous = previous
    }

    /// Adds the steps that lead to `graph`, and changes the world as they will.
    public mutating func plan(to graph: ResourceGraph) throws(PlanProblems) -> (steps: [Step], world: World) {
        let selection = Selection(input.options, graph: graph)
        if case .only(let named) = scope {
            world.takeBack(graph, only: named)
        } else if scope.makes {
            world.takeBack(graph)
        }
        let placed = try ReferenceOrder.sorted(graph)
        references.reserveCapacity(placed.count)
        for one in placed { references[one.resource.address] = one.references }
        successorsFirst = successorsFirst(graph)
        for one in placed where selection.includes(one.resource.address) { plan(one.resource, graph) }
        planDepartures(graph, selection)
        addDeletes(graph)
        if !problems.isEmpty { throw PlanProblems(problems) }
        return (try StepOrder.sorted(steps, from: firstStep, stages: stages), world)
    }

    // MARK: What the graph wants

    private mutating func plan(_ resource: Resource, _ graph: ResourceGraph) {
        switch scope {
        case _ where untouched.contains(resource.address): return
        case _ where scope.frozen.contains(resource.address): return
        case .only(let named) where !named.contains(resource.address): return
        default: break
        }
        guard let existing = world[resource.address] else {
            if scope.makes { addCreate(resource, generation: 0, reason: .missing, changes: []) }
            return
        }
        let needed = references[resource.address] ?? []
        if case .onlyChanges(let later) = scope {
            // What needs something that a road has yet to make is changed by that road.
            guard later[resource.address] == resource, needed.allSatisfy({ self.world[$0] != nil }) else { return }
        }
        guard !needed.contains(where: { self.postponed.contains($0) }) else {
            postponed.insert(resource.address)
            return
        }
        if case .deleting = existing.observation.status {
            // It is going: the create waits until it has gone.
            if scope.makes {
                addCreate(
                    resource, generation: existing.observation.generation, reason: .missing, changes: [])
            }
            return
        }
        if case .failed(let text) = existing.observation.status {
            replace(resource, existing, reason: .failedBefore, changes: [], interruption: text)
            return
        }
        let changes = world.isMatched(resource) ? [] : changes(resource, existing)
        refuseLowering(resource, existing, changes)
        if input.options.replacements.contains(resource.address) {
            replace(resource, existing, reason: .replaceAsked, changes: changes)
        } else if changes.contains(where: \.forcesReplacement) {
            replace(resource, existing, reason: .propertyForcesReplacement, changes: changes)
        } else if !changes.isEmpty {
            addUpdate(resource, existing, changes)
        } else if case .pending = existing.observation.status {
            // It matches but does not serve yet: an update that only waits. That goes before adopting: what is still
            // being made lacks the attributes that others refer to.
            addUpdate(resource, existing, [])
        } else if !existing.isRecorded {
            addAdopt(resource, existing)
        } else if scope != .everything {
            // Where the way ends here, nothing is compared again.
            world.match(resource)
        }
    }

    /// Only reads: a copy of the world that outlives this would be paid for at the next change of it.
    private func changes(_ resource: Resource, _ existing: World.Existing) -> [PropertyChange] {
        Differ(input).changes(resource, existing, in: world) { reference in
            let address = Address(reference.address)
            if replaced.contains(address) { return true }
            guard let target = world[address] else { return true }
            return world.hasChanged(address, since: resource.address)
                && input.schemas[target.observation.kind]?.changingAttributes.contains(reference.attribute) == true
        }
    }

    private mutating func addCreate(
        _ resource: Resource, generation: Int, reason: ChangeReason, changes: [PropertyChange],
        isReplacement: Bool = false, interruption: String = ""
    ) {
        let schema = input.schemas[resource.kind]
        let dependsOn = makersOf(resource)
        let step = Step(
            id: "create \(resource.address)" + (generation > 0 ? "#\(generation)" : ""), action: .create,
            address: resource.address, kind: resource.kind, region: resource.region, generation: generation,
            isReplacement: isReplacement, stage: stage(for: resource, isCreate: true, dependsOn),
            dependsOn: dependsOn, properties: resource.properties, tags: resource.tags, phase: resource.phase,
            reason: reason, changes: changes, interruption: interruption,
            expected: schema?.expectedCreate(resource.properties) ?? .seconds(5),
            deadline: schema?.durations.deadline ?? .minutes(15), service: schema?.service ?? "",
            isProtected: resource.lifecycle.isProtected, uses: resource.dependsOn)
        makers[resource.address] = steps.count
        steps.append(step)
        replaced.insert(resource.address)
        world.predict(resource, references[resource.address] ?? [], generation: generation, attributes: [:])
    }

    private mutating func addUpdate(
        _ resource: Resource, _ existing: World.Existing, _ changes: [PropertyChange]
    ) {
        let schema = input.schemas[resource.kind]
        let interruption = changes.map(\.interruption).first { !$0.isEmpty } ?? ""
        let dependsOn = makersOf(resource)
        let durations = schema?.durations
        let step = Step(
            id: uniqueID("update \(resource.address)"), action: .update, address: resource.address,
            kind: resource.kind, region: resource.region, generation: existing.observation.generation,
            stage: stage(for: resource, isCreate: false, dependsOn), dependsOn: dependsOn,
            properties: resource.properties, tags: resource.tags,
            phase: existing.observation.phase ?? resource.phase, physicalID: existing.observation.physicalID,
            reason: changes.isEmpty ? .interrupted : .propertiesDiffer, changes: changes,
            interruption: interruption, expected: schema?.expectedUpdate(changes.map(\.path)) ?? .seconds(5),
            deadline: durations?.deadline ?? .minutes(15), service: schema?.service ?? "",
            isProtected: resource.lifecycle.isProtected, uses: resource.dependsOn)
        makers[resource.address] = steps.count
        steps.append(step)
        world.predict(
            resource, references[resource.address] ?? [], generation: existing.observation.generation,
            attributes: existing.observation.attributes, seen: existing.seen)
        if schema?.changingAttributes.isEmpty == false {
            world.note(changeOf: resource.address, for: users(of: resource.address))
        }
    }

    private mutating func users(of address: Address) -> [Address] {
        if users == nil {
            users = [:]
            for (user, used) in references { for one in used { users?[one, default: []].append(user) } }
        }
        return users?[address] ?? []
    }

    mutating func addAdopt(_ resource: Resource, _ existing: World.Existing) {
        let dependsOn = makersOf(resource)
        steps.append(
            Step(
                id: "adopt \(resource.address)", action: .adopt, address: resource.address, kind: resource.kind,
                region: resource.region, generation: existing.observation.generation,
                stage: stage(for: resource, isCreate: true, dependsOn), dependsOn: dependsOn,
                properties: resource.properties, tags: resource.tags, phase: resource.phase,
                physicalID: existing.observation.physicalID, reason: .unknownToState, expected: .zero,
                deadline: .minutes(1), service: "", observed: existing.observation, uses: resource.dependsOn))
        // Once: the legs after this one know it.
        world.adopt(resource.address, references[resource.address] ?? [])
    }

    /// What is made before its predecessor goes, and all that such a successor refers to: it could not be made otherwise.
    private func successorsFirst(_ graph: ResourceGraph) -> Set<Address> {
        var first: Set<Address> = []
        var open = graph.resources.filter(\.lifecycle.createsBeforeDestroy).map(\.address)
        while let address = open.popLast() {
            guard first.insert(address).inserted else { continue }
            open += references[address] ?? []
        }
        return first
    }

    /// Replaces by a create of the next generation and a delete of this one.
    private mutating func replace(
        _ resource: Resource, _ existing: World.Existing, reason: ChangeReason, changes: [PropertyChange],
        interruption: String = ""
    ) {
        if resource.lifecycle.isProtected || isLastCopy(existing),
            !input.options.allowDestroy.contains(resource.address)
        {
            // Failed or not, it may hold data that nothing else has.
            problems.append(protectedProblem(resource.address, "replace", changes, interruption))
            return
        }
        if isPostponed(resource.address, reason) {
            postponed.insert(resource.address)
            return
        }
        let successorFirst = successorsFirst.contains(resource.address)
        outgoing.append((existing, .replacedByNewGeneration, true, successorFirst))
        addCreate(
            resource, generation: existing.observation.generation + 1, reason: reason, changes: changes,
            isReplacement: true, interruption: interruption)
    }

    /// Addresses have different makers, so none stands twice.
    private func makersOf(_ resource: Resource) -> [Int] {
        (references[resource.address] ?? resource.referencedAddresses).compactMap { makers[$0] }.sorted()
    }

    /// A resource may be changed on two legs of one way.
    private mutating func uniqueID(_ id: String) -> String {
        var candidate = id
        var count = 2
        while !ids.insert(candidate).inserted {
            candidate = "\(id) (\(count))"
            count += 1
        }
        return candidate
    }

    /// New things are prepared; what moves users' traffic from old to new is shifted, as is all that waits for it.
    private func stage(for resource: Resource, isCreate: Bool, _ dependsOn: [Int]) -> String {
        if late.contains(resource.address) || dependsOn.contains(where: { late.contains(steps[$0].address) }) {
            return stages.retire
        }
        if dependsOn.contains(where: { steps[$0].stage == stages.shift }) { return stages.shift }
        let carriesTraffic = input.schemas[resource.kind]?.carriesTraffic == true
        if isCreate { return resource.lifecycle.shiftsTraffic ? stages.shift : stages.prepare }
        return carriesTraffic ? stages.shift : stages.prepare
    }
}
