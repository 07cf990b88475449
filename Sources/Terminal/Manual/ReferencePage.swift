/// All commands on one page of Markdown, made of what their help is made of.
public enum ReferencePage {
    public static func text<Action>(_ root: Command<Action>) -> String {
        var lines = [
            "# Commands", "", "Made by `reconcile manual` from the grammar itself; a test holds this page against it.",
            "",
            root.summary, "", root.details,
        ]
        let all = root.walk().filter { $0.path.count > 1 }
        lines += ["", "| command | what it does |", "|---|---|"]
        lines += all.map { path, command in
            let name = path.joined(separator: " ")
            return "| [`\(name)`](#\(path.joined(separator: "-"))) | \(cell(command.summary)) |"
        }
        if let common = all.first(where: { $0.command.subcommands.isEmpty })?.command.grammar.parameters.filter(
            \.isCommon)
        {
            lines += ["", "## Options of every command", ""] + table(common)
        }
        for (path, command) in all { lines += section(path, command) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section<Action>(_ path: [String], _ command: Command<Action>) -> [String] {
        let parameters = command.grammar.parameters.filter { !$0.isCommon }
        let name = path.joined(separator: " ")
        var lines = ["", "## \(name)", "", command.summary]
        if !command.details.isEmpty { lines += ["", command.details] }
        let words = parameters.filter(\.isWord).map(\.usage)
        let rest = command.subcommands.isEmpty ? words + ["[OPTIONS]"] : ["COMMAND"]
        lines += ["", "```", "\(name) \(rest.joined(separator: " "))", "", command.example, "```"]
        if !parameters.isEmpty { lines += [""] + table(parameters) }
        return lines
    }

    private static func table(_ parameters: [Parameter]) -> [String] {
        ["| argument or option | |", "|---|---|"]
            + parameters.map { "| `\(cell($0.title))` | \(cell($0.help)) |" }
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
