public import Resources
public import Values

/// What exists while a plan is being made: at first as observed, then as the steps so far will leave it.
public struct World: Sendable {
    /// One resource that exists.
    public struct Existing: Sendable, Hashable {
        public var observation: ResourceObservation
        /// What the cloud said before the plan; nil for what the plan itself makes.
        public var seen: ResourceObservation?
        public var references: [Address]
        public var inputHash: String
        /// State knows it.
        public var isRecorded: Bool
        /// An earlier step of this plan makes or changes it, so its attributes are not known.
        public var isPredicted: Bool

        /// What AWS is still making does not tell all of its properties yet.
        var isStillBeingMade: Bool {
            if case .pending = observation.status { return true }
            return false
        }
    }

    public private(set) var existing: [Address: Existing] = [:]
    /// Data that left the graph earlier: in no plan, until a graph wants it again.
    public private(set) var kept: [Address: Existing] = [:]
    /// Older generations that must go.
    public private(set) var deposed: [Existing] = []
    /// By address, what it refers to and what a step changed after it was last written.
    private var changedSince: [Address: Set<Address>] = [:]
    /// What a leg found as wanted, and after how many writes: the next legs need not compare it again.
    private var matches: [Address: (resource: Resource, writes: Int)] = [:]
    /// How many writes there were when an address was written last.
    private var written: [Address: Int] = [:]
    private var writes = 0
    /// Recorded, but the cloud no longer has them.
    public private(set) var gone: [RecordedResource] = []

    public init(_ input: PlanningInput) {
        var records: [Key: RecordedResource] = [:]
        records.reserveCapacity(input.recorded.count)
        for record in input.recorded {
            records[Key(address: record.observation.address, generation: record.observation.generation)] = record
        }
        existing.reserveCapacity(input.observed.count)
        for observation in Self.inOrder(input.observed) {
            let record = records.removeValue(
                forKey: Key(address: observation.address, generation: observation.generation))
            // What is kept is in no plan, unless the user names it to be destroyed.
            let isKept = record?.isKept == true && !input.options.allowDestroy.contains(observation.address)
            let one = Existing(
                observation: observation, seen: observation, references: record?.references ?? [],
                inputHash: record?.inputHash ?? "",
                isRecorded: record != nil && !isKept, isPredicted: false)
            if isKept {
                kept[observation.address] = one
                continue
            }
            // Of two generations the older one waits for its delete.
            if let older = existing.updateValue(one, forKey: observation.address) { deposed.append(older) }
        }
        gone = records.values.filter { !$0.isKept }
            .sorted {
                ($0.observation.address, $0.observation.generation)
                    < ($1.observation.address, $1.observation.generation)
            }
    }

    /// Sorted by address and generation; the provider gives them so.
    private static func inOrder(_ observed: [ResourceObservation]) -> [ResourceObservation] {
        func isBefore(_ left: ResourceObservation, _ right: ResourceObservation) -> Bool {
            left.address == right.address ? left.generation < right.generation : left.address < right.address
        }
        let isSorted = !zip(observed.dropFirst(), observed).contains { isBefore($0, $1) }
        return isSorted ? observed : observed.sorted(by: isBefore)
    }

    private struct Key: Hashable {
        let address: Address
        let generation: Int
    }

    public subscript(address: Address) -> Existing? { existing[address] }

    /// The highest phase that anything in it was made in; 0 for nothing.
    public var highestPhase: Int { existing.values.compactMap(\.observation.phase).max() ?? 0 }

    /// Nothing exists but what is kept and what that needs.
    public var isEmpty: Bool {
        guard deposed.isEmpty else { return false }
        guard !existing.isEmpty else { return true }
        let needed = neededByKept(\.references)
        return existing.keys.allSatisfy { needed.contains($0) }
    }

    /// What exists and can't go while kept data lives in it: its network, groups and keys, and what those need.
    public func neededByKept(_ references: (Existing) -> [Address]) -> Set<Address> {
        var needed: Set<Address> = []
        var open = kept.values.flatMap(references)
        while let address = open.popLast() {
            guard let one = existing[address], needed.insert(address).inserted else { continue }
            open += references(one)
        }
        return needed
    }

    /// Takes kept data back into the plan when a graph wants it again.
    /// - Parameter named: the only addresses that may come back; nil for all.
    public mutating func takeBack(_ graph: ResourceGraph, only named: Set<Address>? = nil) {
        for (address, one) in kept
        where graph.contains(address) && existing[address] == nil && named?.contains(address) != false {
            existing[address] = one
            kept[address] = nil
            write(address)
        }
    }

    /// Data leaves the plan.
    /// - Parameter references: what it stands on, which later legs of the way have no other source for.
    public mutating func keep(_ address: Address, references: [Address]) {
        kept[address] = existing.removeValue(forKey: address)
        kept[address]?.references = references
        write(address)
    }

    /// What the world is after a resource was made or changed as wanted.
    public mutating func predict(
        _ resource: Resource, _ references: [Address], generation: Int, attributes: Value,
        seen: ResourceObservation? = nil
    ) {
        changedSince[resource.address] = nil
        write(resource.address)
        existing[resource.address] = Existing(
            observation: ResourceObservation(
                address: resource.address, kind: resource.kind, region: resource.region, generation: generation,
                physicalID: seen?.physicalID ?? "", status: .ready, properties: resource.properties,
                attributes: attributes,
                tags: resource.tags, phase: resource.phase), seen: seen,
            references: references, inputHash: "", isRecorded: true, isPredicted: true)
    }

    /// State knows it from here on.
    public mutating func adopt(_ address: Address, _ references: [Address]) {
        existing[address]?.isRecorded = true
        existing[address]?.references = references
    }

    /// Notes that a step changes `address`, of which `users` hold attributes.
    public mutating func note(changeOf address: Address, for users: [Address]) {
        for user in users { changedSince[user, default: []].insert(address) }
    }

    /// Whether a step changes `address` and none has written `user` since, in this leg of the way or an earlier one.
    public func hasChanged(_ address: Address, since user: Address) -> Bool {
        changedSince[user]?.contains(address) == true
    }

    public mutating func remove(_ address: Address) {
        existing[address] = nil
        write(address)
    }

    private mutating func write(_ address: Address) {
        writes += 1
        written[address] = writes
    }

    /// A resource that state knows was compared, and nothing of it differs.
    public mutating func match(_ resource: Resource) { matches[resource.address] = (resource, writes) }

    /// Whether the resource was compared, and neither it nor anything that it refers to was written since.
    public func isMatched(_ resource: Resource) -> Bool {
        guard let match = matches[resource.address], match.resource == resource else { return false }
        return ([resource.address] + resource.referencedAddresses).allSatisfy { written[$0] ?? 0 <= match.writes }
    }

    public mutating func forgetDeposed() { deposed = [] }
    public mutating func forgetGone() { gone = [] }
}
