import Planning
import Resources
import Values

/// The old and the new shape side by side: what a road's graphs are between its two phases.
struct Bridge {
    let old: ResourceGraph
    let new: ResourceGraph
    /// The new shape when the road lies behind it.
    let arrived: ResourceGraph
    /// What users' requests go through, or services start anew for, and which differs between the two; sorted.
    let movers: [Address]
    /// How much of each mover's requests has moved already, in percent; those of which nothing has are left out.
    private(set) var reached: [Address: Int]
    /// What only the old shape has: it stays as it is, there or not, until it leaves.
    let frozen: Set<Address>
    /// What both have, and what in its old form leads to something that only the old shape has: users may still come that
    /// way, so that it changes when that goes.
    let lingering: Set<Address>
    /// What must not write before the rows have moved.
    let held: Set<Address>
    /// How many machines groups have at least on the road, where more comes to them.
    private let sizes: [Address: Int]
    /// Everything has moved, and the old shape has begun to leave.
    let isRetiring: Bool

    /// - Parameter fronted: the old shape with what the road puts beside it.
    init(
        from old: ResourceGraph, fronted: ResourceGraph, to new: ResourceGraph, arrived: ResourceGraph,
        _ input: PlanningInput,
        in world: World
    ) {
        self.old = fronted
        self.new = new
        self.arrived = arrived
        let movers = new.resources.filter { resource in
            guard let before = fronted[resource.address] else { return resource.lifecycle.shiftsTraffic }
            let moves =
                input.schemas[resource.kind]?.carriesTraffic == true || resource.lifecycle.restartsServices
            return moves && before != resource
        }.map(\.address)
        self.movers = movers
        let frozen = Set(old.resources.map(\.address).filter { !new.contains($0) })
        self.frozen = frozen
        lingering = Set(
            fronted.resources.filter { resource in
                guard let wanted = new[resource.address], wanted != resource, !movers.contains(resource.address),
                    resource.referencedAddresses.contains(where: { frozen.contains($0) }),
                    let existing = world[resource.address]
                else { return false }
                // A run that was interrupted may have changed it already.
                return !Differ(input).changes(wanted, existing, in: world) { world[Address($0.address)] == nil }.isEmpty
            }.map(\.address))
        held = Set(
            new.resources.filter { $0.address.local == "fleet/group" && !fronted.contains($0.address) }.map(\.address))
        sizes = GroupSizes.held(from: old, to: new, in: world)
        var reached: [Address: Int] = [:]
        for address in movers {
            let share = Self.share(address, fronted, new, frozen, input, world)
            if share > 0 { reached[address] = share }
        }
        self.reached = reached
        isRetiring = movers.allSatisfy { reached[$0] == 100 } && frozen.contains { world[$0] == nil }
    }

    /// The same before anything moved.
    var untouched: Bridge {
        var bridge = self
        bridge.reached = [:]
        return bridge
    }

    /// Everything of both, with each mover's requests shared as `shares` says, in percent; those not named stay old.
    /// - Parameter holds: leaves out what must not write yet, and what needs it.
    func graph(_ shares: [Address: Int], holds: Bool = false) -> ResourceGraph {
        var resources = old.resources.filter { !new.contains($0.address) }
        let missing = missing(shares, holds)
        let moving = Set(movers)
        for resource in new.resources where !missing.contains(resource.address) {
            if let count = sizes[resource.address] {
                resources.append(GroupBounds.resource(resource, atLeast: count))
                continue
            }
            if lingering.contains(resource.address), let before = old[resource.address] {
                resources.append(before)
                continue
            }
            if let share = shares[resource.address], let entry = EntryShare(resource, old: old) {
                resources += entry.resources(share)
                continue
            }
            guard moving.contains(resource.address), let before = old[resource.address] else {
                resources.append(resource)
                continue
            }
            guard let share = shares[resource.address], share > 0 else {
                resources.append(before)
                continue
            }
            resources.append(Split(from: before, to: resource)?.resource(share) ?? resource)
        }
        return ResourceGraph(resources)
    }

    /// New movers that have not come yet, and what refers to them.
    private func missing(_ shares: [Address: Int], _ holds: Bool) -> Set<Address> {
        var missing = Set(movers.filter { shares[$0] == nil && !old.contains($0) })
        if holds { missing.formUnion(held) }
        var isGrowing = !missing.isEmpty
        while isGrowing {
            let dependents = new.resources.filter { resource in
                !missing.contains(resource.address) && !old.contains(resource.address)
                    && resource.referencedAddresses.contains { missing.contains($0) }
            }
            for one in dependents { missing.insert(one.address) }
            isGrowing = !dependents.isEmpty
        }
        return missing
    }

    /// Whether a mover's requests can move share by share.
    func isShared(_ address: Address) -> Bool {
        split(address) != nil || new[address].flatMap { EntryShare($0, old: old) } != nil
    }

    /// How a mover's requests can be shared between two targets; nil when they can't.
    func split(_ address: Address) -> Split? {
        guard let before = old[address], let after = new[address] else { return nil }
        return Split(from: before, to: after)
    }

    private static func share(
        _ address: Address, _ old: ResourceGraph, _ new: ResourceGraph, _ frozen: Set<Address>, _ input: PlanningInput,
        _ world: World
    ) -> Int {
        guard let wanted = new[address] else { return 0 }
        if let entry = EntryShare(wanted, old: old) { return entry.share(in: world) }
        // An interrupted road that is taken back may never have made what the old form leads to.
        let leadsTo = old[address]?.properties.referencedAddresses
        let isOldPossible = leadsTo?.allSatisfy { !frozen.contains($0) || world[$0] != nil }
        if isOldPossible == false { return 100 }
        guard let before = old[address], let split = Split(from: before, to: wanted) else {
            guard let existing = world[address] else { return 0 }
            let changes = Differ(input).changes(wanted, existing, in: world) { world[Address($0.address)] == nil }
            return changes.isEmpty ? 100 : 0
        }
        guard let existing = world[address], let target = split.target,
            let arn = world[Address(target.address)]?.observation.attributes.text(target.attribute)
        else { return 0 }
        return split.share(observed: existing.observation.properties, arn: arn)
    }
}
