import Diagnostics
import Values

/// Makes values at once: what a program wrote is read much more often than anybody asks where something stood.
struct ValueAssembly: JSONAssembly {
    static var tellsDuplicates: Bool { false }

    let file: String
    /// Whether `{"$ref": ...}` and its kin become what they stand for.
    let decodesForms: Bool

    func scalar(_ content: Node.Content, at position: Position) throws(Diagnostic) -> Value {
        switch content {
        case .bool(let flag): .bool(flag)
        case .string(let text): .string(text)
        case .number(let text): try number(text, at: position)
        // Containers come by the other ways.
        case .null, .array, .object: .null
        }
    }

    func array(_ elements: [Value], at position: Position) -> Value { .list(elements) }

    func pair(_ name: String, at position: Position, _ value: Value) -> Members.Pair {
        Members.Pair(name: name, value: value)
    }

    func object(_ pairs: [Members.Pair], at position: Position) -> Value {
        if decodesForms, pairs.count == 1, let form = form(pairs[0].name, pairs[0].value) { return form }
        return .object(Members(pairs: pairs))
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
