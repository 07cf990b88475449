extension JSON {
    /// A document laid out for people, ending in a newline: two spaces a level, a member a line, in the order and with
    /// the numbers that somebody wrote. Only what stands between the values changes.
    public static func layout(of document: JSONDocument) -> String {
        var writer = JSONWriter(indentation: 2)
        writer.write(document.root)
        return writer.text + "\n"
    }
}

extension JSONWriter {
    mutating func write(_ node: Node) {
        switch node.content {
        case .null: add("null")
        case .bool(let flag): add(flag ? "true" : "false")
        case .number(let text): add(text)
        case .string(let text): write(string: text)
        case .array(let elements): write("[", "]", elements) { writer, element in writer.write(element) }
        case .object(let members):
            write("{", "}", members) { writer, member in
                writer.write(string: member.name)
                writer.add(": ")
                writer.write(member.value)
            }
        }
    }
}
