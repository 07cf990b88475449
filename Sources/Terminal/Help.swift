/// Help as lines: a pure function of a command and a width.
public enum Help {
    public static func lines<Action>(_ command: Command<Action>, path: [String], width: Int) -> [String] {
        let isGroup = !command.subcommands.isEmpty
        let parameters = command.grammar.parameters
        let usage =
            isGroup
            ? "COMMAND"
            : (parameters.filter(\.isWord).map(\.usage) + (parameters.contains { !$0.isWord } ? ["[OPTIONS]"] : []))
                .joined(separator: " ")
        var lines = wrap(command.summary, width: width, indent: 0)
        if !command.details.isEmpty { lines += [""] + wrap(command.details, width: width, indent: 0) }
        lines += [""] + wrap("Usage: \(path.joined(separator: " ")) \(usage)", width: width, indent: 0)
        var rest = command.subcommands[...]
        let longest = rest.map(\.name.count).max() ?? 0
        for topic in command.topics {
            section(
                topic.title, rest.prefix(topic.count).map { ($0.name, $0.summary) }, width, longest: longest, &lines)
            rest = rest.dropFirst(topic.count)
        }
        section("Arguments", rows(parameters.filter(\.isWord)), width, &lines)
        section("Options", rows(parameters.filter { !$0.isWord && !$0.isCommon }), width, &lines)
        section("Options of every command", rows(parameters.filter(\.isCommon)), width, &lines)
        lines += ["", "Example:", "  \(command.example)"]
        if isGroup {
            let pointer = (path.prefix(1) + ["help"] + path.dropFirst() + ["COMMAND"]).joined(separator: " ")
            lines += [""] + wrap("`\(pointer)` says more of each.", width: width, indent: 0)
        }
        return lines
    }

    private static func rows(_ parameters: [Parameter]) -> [(left: String, right: String)] {
        parameters.map { ($0.title, $0.help) }
    }

    private static func section(
        _ title: String, _ rows: [(left: String, right: String)], _ width: Int, longest: Int = 0,
        _ lines: inout [String]
    ) {
        guard !rows.isEmpty else { return }
        lines += ["", "\(title):"]
        // In a narrow window what a thing is called stands above what it is.
        let isNarrow = width < 60
        let column = isNarrow ? 6 : min(30, (rows.map(\.left.count).max().map { max($0, longest) } ?? 0) + 4)
        for row in rows {
            let right = wrap(row.right, width: width, indent: column)
            let left = "  " + row.left
            if isNarrow || left.count + 2 > column {
                lines += isNarrow ? wrap(row.left, width: width, indent: 2) : [left]
                lines += right
            } else {
                let first = right.first.map { String($0.dropFirst(column)) } ?? ""
                lines.append(left + String(repeating: " ", count: column - left.count) + first)
                lines += right.dropFirst()
            }
        }
    }

    static func wrap(_ text: String, width: Int, indent: Int) -> [String] {
        let room = max(20, min(width, 100) - indent)
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(margin + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        if !line.isEmpty { lines.append(margin + line) }
        return lines
    }
}
