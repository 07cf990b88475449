import Diagnostics
import Values

/// Turns nodes into plain values; nesting is bounded by the reader, so that recursion is safe.
struct NodeDecoder {
    private let assembly: ValueAssembly

    init(file: String) { assembly = ValueAssembly(file: file, decodesForms: false) }

    func value(of node: Node) throws(Diagnostic) -> Value {
        switch node.content {
        case .array(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try value(of: element)) }
            return assembly.array(values, at: node.position)
        case .object(let members):
            var pairs: [Members.Pair] = []
            pairs.reserveCapacity(members.count)
            for member in members { pairs.append(Members.Pair(name: member.name, value: try value(of: member.value))) }
            return assembly.object(pairs, at: node.position)
        default: return try assembly.scalar(node.content, at: node.position)
        }
    }
}
