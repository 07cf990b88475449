import Digests
import Documents
public import Resources
import Values

extension Differ {
    /// Sizes that are larger than the spec wants and that the cloud can't make smaller: they stay, and nobody should
    /// believe otherwise.
    public func staysLarger(_ graph: ResourceGraph, _ world: World) -> [String] {
        // Few kinds have such sizes, and a graph may have thousands of resources.
        let sizes = input.schemas.mapValues { schema in
            schema.rules.filter { $0.effect == .onlyGrows }.map(\.property)
        }.filter { !$0.value.isEmpty }
        return graph.resources.flatMap { resource -> [String] in
            guard let properties = sizes[resource.kind], let existing = world[resource.address], !existing.isPredicted
            else { return [] }
            let found = existing.observation.properties
            return properties.compactMap { property in
                guard !input.options.ignores(property, of: resource.address),
                    let wanted = resource.properties.number(property), let size = found.number(property),
                    size > wanted
                else { return nil }
                return "STAYS LARGER: \(property) of \(resource.address) is \(size), and \(wanted) in the spec. "
                    + "It can't be made smaller; write \(size) into the spec."
            }
        }
    }

    /// Whether the last run wrote `wanted`, but for what is met by another value: a larger size, a fuller version.
    func isAsWritten(_ wanted: Value, _ existing: World.Existing, _ schema: KindSchema?) -> Bool {
        let found = existing.observation.properties
        var written = [wanted]
        for rule in schema?.rules ?? [] {
            guard let value = found[rule.property] else { continue }
            var others: [Value] = []
            switch rule.effect {
            case .onlyGrows: others = [value]
            case .leadingVersion:
                let parts = (value.text ?? "").split(separator: ".")
                others = parts.indices.map { .string(parts[...$0].joined(separator: ".")) }
            default: continue
            }
            written += written.flatMap { one in
                others.map { other in
                    var changed = one
                    changed[rule.property] = other
                    return changed
                }
            }
        }
        return written.contains { SHA256Digest.hex(JSON.text(of: $0)) == existing.inputHash }
    }
}
