import Resources
import Values

/// The availability zone of each resource that is in one: by what it says, or by the only zone of what it needs.
struct Zones {
    private var zones: [Address: Set<String>] = [:]

    init(_ graph: ResourceGraph) {
        for resource in graph.resources {
            if let zone = resource.properties.text("AvailabilityZone") { zones[resource.address] = [zone] }
        }
        let subnets = Set(zones.keys)
        for resource in graph.resources where zones[resource.address] == nil {
            let needed = Set(resource.referencedAddresses).intersection(subnets)
            if !needed.isEmpty { zones[resource.address] = Set(needed.flatMap { zones[$0] ?? [] }) }
        }
    }

    /// Empty for none, or for several.
    subscript(address: Address) -> String {
        guard let found = zones[address], found.count == 1 else { return "" }
        return found.first ?? ""
    }
}
