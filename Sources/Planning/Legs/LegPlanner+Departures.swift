import Resources
import Values

extension LegPlanner {
    /// What exists and is not wanted: kept where it holds data, deleted otherwise; older generations go.
    mutating func planDepartures(_ graph: ResourceGraph, _ selection: Selection) {
        switch scope {
        case .onlyChanges, .additions: return
        case .undoing(let made, _):
            for address in made.sorted() where !graph.contains(address) {
                guard let existing = world[address] else { continue }
                outgoing.append((existing, .notDesired, false, false))
                world.remove(address)
            }
            return
        case .everything, .destruction, .only: break
        }
        let keepsData = scope != .destruction
        if settlesActions { settleActions(graph) }
        if scope == .everything { settleCopies(graph, selection) }
        let leaving = mayLeave.filter { !graph.contains($0) && selection.includes($0) }.sorted()
        for address in leaving where keepsData {
            guard let existing = world[address], holdsData(existing), !input.options.allowDestroy.contains(address)
            else { continue }
            let references = standsOn(existing)
            addKeep(existing, references)
            world.keep(address, references: references)
        }
        // A database that stays needs its subnets; they go when it goes.
        let needed = leaving.isEmpty ? [] : world.neededByKept { standsOn($0) }
        for address in leaving where needed.contains(address) {
            // State must know it, and what it refers to: later plans have no other source.
            guard let existing = world[address], !existing.isRecorded, let resource = previous[address] else {
                continue
            }
            addAdopt(resource, existing)
        }
        for address in leaving where !needed.contains(address) {
            guard let existing = world[address] else { continue }
            let isAllowed = input.options.allowDestroy.contains(address)
            if isProtected(existing), !isAllowed {
                problems.append(protectedProblem(address, "delete"))
            } else {
                outgoing.append((existing, keepsData ? .notDesired : .destroyAsked, false, false))
                world.remove(address)
            }
        }
        if case .only = scope { return }
        for existing in world.deposed { outgoing.append((existing, .replacedByNewGeneration, true, true)) }
        world.forgetDeposed()
        for record in world.gone where world[record.observation.address] == nil || record.isDeposed {
            guard selection.includes(record.observation.address) else { continue }
            addForget(record)
        }
        world.forgetGone()
    }

    /// Forgets what was done; a row of state is all that there is of it.
    private mutating func settleActions(_ graph: ResourceGraph) {
        for address in world.existing.keys.filter({ !graph.contains($0) }).sorted() {
            guard let existing = world[address], input.schemas[existing.observation.kind]?.isAction == true else {
                continue
            }
            // Recorded, or by an adopting step of this very plan.
            addForget(existing.observation, .notDesired)
            world.remove(address)
        }
    }

    /// Forgets what becomes the copy of something in another region that has its name: nothing is left to delete.
    private mutating func settleCopies(_ graph: ResourceGraph, _ selection: Selection) {
        for resource in graph.resources {
            guard let property = input.schemas[resource.kind]?.copiesIn else { continue }
            for region in resource.properties[property]?.elements.compactMap({ $0.text("Region") }) ?? [] {
                let address = Address("\(region)/\(resource.address.local)")
                guard !graph.contains(address), selection.includes(address), let existing = world[address] else {
                    continue
                }
                addForget(existing.observation, .notDesired)
                world.remove(address)
            }
        }
    }

    private var mayLeave: [Address] {
        if case .only(let named) = scope { return named.filter { world[$0] != nil } }
        return Array(world.existing.keys)
    }

    private func isProtected(_ existing: World.Existing) -> Bool {
        let observation = existing.observation
        // The copy of something protected is not.
        if input.schemas[observation.kind]?.holdsData == true { return holdsData(existing) }
        return previous[observation.address]?.lifecycle.isProtected ?? false
    }

    /// Whether data goes with it, whatever the graph wants it to be: a copy that was promoted is none any more.
    func isLastCopy(_ existing: World.Existing) -> Bool {
        guard let schema = input.schemas[existing.observation.kind], schema.copyOf != nil else { return false }
        return !existing.isPredicted && schema.isOnlyHolder(existing.observation.properties)
    }

    private func holdsData(_ existing: World.Existing) -> Bool {
        let observation = existing.observation
        guard let schema = input.schemas[observation.kind] else { return false }
        if schema.holdsData { return schema.isOnlyHolder(observation.properties) }
        return previous[observation.address]?.lifecycle.isKept ?? false
    }

    private mutating func addKeep(_ existing: World.Existing, _ references: [Address]) {
        let observation = existing.seen ?? existing.observation
        steps.append(
            Step(
                id: "keep \(observation.address)", action: .keep, address: observation.address,
                kind: observation.kind, region: observation.region, generation: observation.generation,
                stage: stages.retire, properties: observation.properties, tags: observation.tags,
                phase: observation.phase ?? 0, physicalID: observation.physicalID, reason: .dataIsKept,
                expected: .zero, deadline: .minutes(1), service: "", observed: observation,
                uses: references))
    }

    private mutating func addForget(_ record: RecordedResource) {
        // A wanted resource that is gone is made anew by its create, which overwrites the row.
        guard makers[record.observation.address] == nil || record.isDeposed else { return }
        addForget(record.observation, .gone)
    }

    private mutating func addForget(_ observation: ResourceObservation, _ reason: ChangeReason) {
        steps.append(
            Step(
                id: "forget \(observation.address)#\(observation.generation)", action: .forget,
                address: observation.address, kind: observation.kind, region: observation.region,
                generation: observation.generation, stage: stages.prepare, properties: [:], phase: 0,
                physicalID: observation.physicalID, reason: reason, expected: .zero, deadline: .minutes(1),
                service: ""))
    }

    /// Deletes run in reverse order of reference, and behind all that still uses what they delete.
    mutating func addDeletes(_ graph: ResourceGraph) {
        guard !outgoing.isEmpty else { return }
        let ordered = DepartureOrder(outgoing.map { ($0.existing, references(of: $0.existing)) }).sorted()
        let referrers = referrers
        let replacedInPlace = Set(
            outgoing.filter { $0.isReplacement && !$0.successorFirst }.map(\.existing.observation.address))
        var deleters: [Address: [Int]] = [:]
        for index in ordered {
            let (existing, reason, isReplacement, successorFirst) = outgoing[index]
            let observation = existing.observation
            let address = observation.address
            let schema = input.schemas[observation.kind]
            var dependsOn: Set<Int> = []
            // Whoever refers to this and goes too, goes first.
            for user in referrers[address, default: []] { dependsOn.formUnion(deleters[user] ?? []) }
            // Whoever stays and used it must have been changed before.
            if !isReplacement || successorFirst {
                for user in referrers[address, default: []] {
                    // A successor that waits for this delete can't be waited for by it.
                    if let maker = makers[user], !replacedInPlace.contains(user) { dependsOn.insert(maker) }
                }
            }
            let leaving = schema?.directsUsers == true ? stages.shift : stages.retire
            let stage = isReplacement ? replacementStage(address, successorFirst) : leaving
            if isReplacement, successorFirst, let maker = makers[address] { dependsOn.insert(maker) }
            let position = steps.count
            if isReplacement, !successorFirst, let maker = makers[address] {
                dependsOn.remove(maker)
                steps[maker].dependsOn.append(position)
            }
            deleters[address, default: []].append(position)
            steps.append(
                Step(
                    id: "delete \(address)#\(observation.generation)", action: .delete, address: address,
                    kind: observation.kind, region: observation.region, generation: observation.generation,
                    isReplacement: isReplacement, stage: stage, dependsOn: dependsOn.sorted(),
                    properties: observation.properties, tags: observation.tags, phase: observation.phase ?? 0,
                    physicalID: observation.physicalID, reason: reason,
                    interruption: isReplacement && !successorFirst ? "GONE until its successor serves" : "",
                    expected: schema?.durations.delete ?? .seconds(5),
                    deadline: schema?.durations.deadline ?? .minutes(15), service: schema?.service ?? "",
                    isProtected: isProtected(existing), observed: observation))
        }
    }

    private func replacementStage(_ address: Address, _ successorFirst: Bool) -> String {
        if successorFirst { return stages.retire }
        return makers[address].map { steps[$0].stage } ?? stages.prepare
    }

    /// What has to stay while a resource does.
    private func standsOn(_ existing: World.Existing) -> [Address] {
        let known = references(of: existing)
        return known.isEmpty ? world.named(by: existing) : known
    }

    private func references(of existing: World.Existing) -> [Address] {
        let known = previous[existing.observation.address]?.referencedAddresses ?? []
        if known == existing.references || known.isEmpty { return existing.references }
        return Set(known).union(existing.references).sorted()
    }

    /// Who referred to an address before this leg: by the graph, and by what state knows, since the graph may have
    /// changed. Only membership is asked of the sets, so that their order reaches nothing.
    private var referrers: [Address: Set<Address>] {
        var all: [Address: Set<Address>] = [:]
        for resource in previous.resources {
            for target in resource.referencedAddresses { all[target, default: []].insert(resource.address) }
        }
        for (user, targets) in before {
            for target in targets { all[target, default: []].insert(user) }
        }
        for one in outgoing {
            for target in one.existing.references { all[target, default: []].insert(one.existing.observation.address) }
        }
        return all
    }
}
