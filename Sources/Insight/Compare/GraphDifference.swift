public import Resources
import Values

/// What two desired graphs want differently; nothing of what exists is asked.
public struct GraphDifference: Sendable, Hashable {
    public struct Changed: Sendable, Hashable {
        public let old: Resource
        public let new: Resource
        public let properties: [ValueDifference]
    }

    /// Sorted by address.
    public let added: [Resource]
    public let removed: [Resource]
    public let changed: [Changed]

    public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

    public init(from old: ResourceGraph, to new: ResourceGraph) {
        added = new.resources.filter { !old.contains($0.address) }
        removed = old.resources.filter { !new.contains($0.address) }
        changed = new.resources.compactMap { resource in
            guard let before = old[resource.address] else { return nil }
            let differences = ValueDifference.all(from: Self.shown(before), to: Self.shown(resource))
            return differences.isEmpty ? nil : Changed(old: before, new: resource, properties: differences)
        }
    }

    /// What of a resource AWS would get to see.
    private static func shown(_ resource: Resource) -> Value {
        var value = resource.properties
        if !resource.tags.isEmpty {
            value["Tags"] = .object(Members(resource.tags.map { ($0.key, .string($0.value)) }))
        }
        return value
    }
}
