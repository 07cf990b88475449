import Digests
import Documents
public import Resources
import Values

extension Differ {
    /// What the spec has made smaller and the cloud can't: it stays as large as it is, and nobody should believe
    /// otherwise. What AWS grew by itself (storage autoscaling) under an unchanged spec is not told.
    public func staysLarger(_ graph: ResourceGraph, _ world: World) -> [String] {
        graph.resources.flatMap { resource -> [String] in
            guard let sizes = input.schemas[resource.kind]?.rules.filter({ $0.effect == .onlyGrows }),
                !sizes.isEmpty, let existing = world[resource.address], !existing.isPredicted
            else { return [] }
            let found = existing.observation.properties
            return sizes.compactMap { rule in
                guard !input.options.ignores(rule.property, of: resource.address),
                    let wanted = resource.properties.number(rule.property), let size = found.number(rule.property),
                    size > wanted, isRewritten(resource, existing, world)
                else { return nil }
                return "STAYS LARGER: \(rule.property) of \(resource.address) is \(size), and \(wanted) in the spec. "
                    + "It can't be made smaller; write \(size) into the spec."
            }
        }
    }

    /// Whether the spec wants other properties than the last run wrote; true when that isn't known.
    private func isRewritten(_ resource: Resource, _ existing: World.Existing, _ world: World) -> Bool {
        guard !existing.inputHash.isEmpty, let resolved = resolve(resource.properties, world, { _ in false }) else {
            return true
        }
        return SHA256Digest.hex(JSON.text(of: resolved)) != existing.inputHash
    }
}
