/// The desired resources, sorted by address, each address once.
public struct ResourceGraph: Sendable, Hashable {
    public private(set) var resources: [Resource]
    private var positions: [Address: Int]

    /// Makes a graph; of two resources with one address the later wins.
    public init(_ unsorted: [Resource] = []) {
        var byAddress: [Address: Resource] = [:]
        byAddress.reserveCapacity(unsorted.count)
        for resource in unsorted { byAddress[resource.address] = resource }
        resources = byAddress.values.sorted { $0.address < $1.address }
        positions = Dictionary(uniqueKeysWithValues: resources.enumerated().map { ($1.address, $0) })
    }

    public subscript(address: Address) -> Resource? { positions[address].map { resources[$0] } }
    public func contains(_ address: Address) -> Bool { positions[address] != nil }
    public var count: Int { resources.count }

    /// The same with another form of a resource that it has; one that it lacks changes nothing.
    public func replacing(_ resource: Resource) -> ResourceGraph {
        guard let position = positions[resource.address] else { return self }
        var graph = self
        graph.resources[position] = resource
        return graph
    }

    /// The addresses, and all that is referred to there, directly or not.
    public func needed(by addresses: some Sequence<Address>) -> Set<Address> {
        var needed: Set<Address> = []
        var open = Array(addresses)
        while let address = open.popLast() {
            guard needed.insert(address).inserted else { continue }
            open += self[address]?.referencedAddresses ?? []
        }
        return needed
    }

    /// The named resources, and all that they refer to, directly or not.
    public func part(_ named: Set<Address>) -> ResourceGraph {
        ResourceGraph(needed(by: named).compactMap { self[$0] })
    }

    public static func == (left: ResourceGraph, right: ResourceGraph) -> Bool { left.resources == right.resources }
    public func hash(into hasher: inout Hasher) { hasher.combine(resources) }
}
