import Diagnostics
import Values

/// Turns nodes into values; nesting is bounded by the reader, so that recursion is safe.
struct NodeDecoder {
    let file: String
    /// Whether `{"$ref": ...}` and its kin become what they stand for.
    let decodesForms: Bool

    func value(of node: Node) throws(Diagnostic) -> Value {
        switch node.content {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .string(let text): return .string(text)
        case .number(let text): return try number(text, at: node.position)
        case .array(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try value(of: element)) }
            return .list(values)
        case .object(let members):
            var pairs: [(String, Value)] = []
            pairs.reserveCapacity(members.count)
            for member in members { pairs.append((member.name, try value(of: member.value))) }
            if decodesForms, pairs.count == 1, let form = form(pairs[0].0, pairs[0].1) { return form }
            return .object(Members(pairs))
        }
    }

    private func number(_ text: String, at position: Position) throws(Diagnostic) -> Value {
        if let number = Int(text) { return .int(number) }
        if let number = Double(text), number.isFinite { return .double(number) }
        throw Diagnostic(
            SyntaxCode.numberRange.rawValue, "the number \(text.shown) is too large",
            at: Location(file: file, line: position.line, column: position.column),
            hint: "numbers are 64-bit integers or IEEE 754 doubles")
    }

    private func form(_ name: String, _ value: Value) -> Value? {
        switch (name, value) {
        case ("$ref", .string(let text)):
            guard let hash = text.lastIndex(of: "#") else { return nil }
            return .reference(
                Reference(
                    address: String(text[..<hash]), attribute: String(text[text.index(after: hash)...])))
        case ("$secret", .string(let text)):
            guard let slash = text.firstIndex(of: "/"), let hash = text.lastIndex(of: "#"), slash < hash else {
                return nil
            }
            return .secret(
                SecretReference(
                    name: String(text[text.index(after: slash)..<hash]),
                    key: String(text[text.index(after: hash)...]), region: String(text[..<slash])))
        case ("$template", .list(let parts)): return .template(parts)
        default: return nil
        }
    }
}
