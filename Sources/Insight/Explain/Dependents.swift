public import Resources

/// Who needs whom in a graph, seen from what is needed.
public struct Dependents: Sendable {
    private let users: [Address: [Address]]

    public init(_ graph: ResourceGraph) {
        var users: [Address: [Address]] = [:]
        // In order of address, so that each list is sorted.
        for resource in graph.resources {
            for needed in resource.referencedAddresses { users[needed, default: []].append(resource.address) }
        }
        self.users = users
    }

    public func direct(of address: Address) -> [Address] { users[address] ?? [] }

    /// All that need it, by way of others too, sorted.
    public func all(of address: Address) -> [Address] {
        var found: Set<Address> = []
        var open = direct(of: address)
        while let next = open.popLast() {
            if found.insert(next).inserted { open += direct(of: next) }
        }
        return found.sorted()
    }
}
