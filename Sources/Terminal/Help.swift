/// Help as text: a pure function of a command and a width.
public enum Help {
    public static func text<Context>(_ command: Command<Context>, path: [String], width: Int) -> String {
        var lines = wrap(command.summary, width: width, indent: 0)
        lines += ["", "Usage: \(path.joined(separator: " ")) \(command.usage)"]
        section("Commands", command.subcommands.map { ($0.name, $0.summary) }, width, &lines)
        section("Arguments", command.positionals.map { ($0.left, $0.right) }, width, &lines)
        section("Options", command.options.map { ($0.left, $0.right) }, width, &lines)
        lines += ["", "Example:", "  \(command.example)"]
        if !command.subcommands.isEmpty {
            lines += ["", "`\(path.joined(separator: " ")) help COMMAND` tells more."]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(
        _ title: String, _ rows: [(left: String, right: String)], _ width: Int, _ lines: inout [String]
    ) {
        guard !rows.isEmpty else { return }
        lines += ["", "\(title):"]
        let column = min(30, (rows.map(\.left.count).max() ?? 0) + 4)
        for row in rows {
            let right = wrap(row.right, width: width, indent: column)
            let left = "  " + row.left
            if left.count + 2 > column {
                lines.append(left)
                lines += right
            } else {
                let first = right.first.map { String($0.dropFirst(column)) } ?? ""
                lines.append(left + String(repeating: " ", count: column - left.count) + first)
                lines += right.dropFirst()
            }
        }
    }

    static func wrap(_ text: String, width: Int, indent: Int) -> [String] {
        let room = max(30, min(width, 100) - indent)
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
