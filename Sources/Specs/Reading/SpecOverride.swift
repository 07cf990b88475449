import Diagnostics
public import Documents

/// A value from `--set path=value` or a variable file, laid over the document.
public struct SpecOverride: Sendable {
    /// For example `regions[0].zones`.
    public let path: String
    public let value: Node
    /// Where it comes from, for diagnostics.
    public let source: String
    /// What was typed, which a shell can't tell from a number where text is wanted; nil for a value from a file.
    let text: String?

    public init(path: String, value: Node, source: String, text: String? = nil) {
        self.path = path
        self.value = value
        self.source = source
        self.text = text
    }

    /// Reads `path=value`; the value is JSON, or else taken as text, as is a number where the spec wants text.
    /// - Returns: nil when there is no `=`.
    public init?(setting: String) {
        guard let equals = setting.firstIndex(of: "=") else { return nil }
        let path = String(setting[..<equals])
        let text = String(setting[setting.index(after: equals)...])
        let source = "--set \(path)"
        let document = try? JSONReader.read(Array(text.utf8), file: source)
        self.init(
            path: path, value: document?.root ?? Node(.string(text), at: Position(line: 1, column: 1)), source: source,
            text: text)
    }

    /// Replaces or adds the value; gives what is wrong with the path.
    func apply(to root: inout Node) -> Diagnostic? {
        let parts = path.split(whereSeparator: { $0 == "." || $0 == "[" || $0 == "]" }).map(String.init)
        guard !parts.isEmpty, Self.place(value, at: parts[...], in: &root) else {
            return Diagnostic(
                "spec.badOverride", "\(path) leads nowhere in the spec.",
                at: Location(file: source, line: 1, column: 1), path: path,
                hint: "Write it like services[0].maxReplicas; arrays can only be changed where they are.")
        }
        return nil
    }

    private static func place(_ value: Node, at parts: ArraySlice<String>, in node: inout Node) -> Bool {
        guard let first = parts.first else {
            node = Node(value.content, at: node.position)
            return true
        }
        switch node.content {
        case .object(var members):
            if let index = members.lastIndex(where: { $0.name == first }) {
                guard place(value, at: parts.dropFirst(), in: &members[index].value) else { return false }
            } else {
                var made = Node(.object([]), at: node.position)
                guard place(value, at: parts.dropFirst(), in: &made) else { return false }
                members.append(.init(name: first, position: node.position, value: made))
            }
            node.content = .object(members)
            return true
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index),
                place(value, at: parts.dropFirst(), in: &elements[index])
            else { return false }
            node.content = .array(elements)
            return true
        default: return false
        }
    }
}
