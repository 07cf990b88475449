import Diagnostics

/// A verb of the program: how it is called, and what it does. Parsing is separate from running.
public struct Command<Context: Sendable>: Sendable {
    public typealias Body = @Sendable (Context) async -> Int32

    /// A row of help: the left column and the sentence beside it.
    struct HelpRow: Sendable {
        let left: String
        let right: String
    }

    public let name: String
    public let summary: String
    let usage: String
    let example: String
    let positionals: [HelpRow]
    let options: [HelpRow]
    public let subcommands: [Command]
    let bind: (@Sendable ([String]) throws(UsageProblem) -> Body)?

    /// A command with arguments of its own.
    public init<Arguments: Sendable>(
        _ name: String, summary: String, example: String, grammar: Grammar<Arguments>,
        run: @escaping @Sendable (Arguments, Context) async -> Int32
    ) {
        self.name = name
        self.summary = summary
        self.example = example
        subcommands = []
        var positionals: [HelpRow] = []
        var options: [HelpRow] = []
        var usage: [String] = []
        for parameter in grammar.parameters {
            switch parameter.role {
            case .positional(let isRequired, let isMany):
                positionals.append(HelpRow(left: parameter.placeholder, right: parameter.help))
                let word = parameter.placeholder + (isMany ? "..." : "")
                usage.append(isRequired ? word : "[\(word)]")
            case .flag, .option:
                let short = parameter.short.map { "-\($0), " } ?? ""
                let value = parameter.placeholder.isEmpty ? "" : " \(parameter.placeholder)"
                options.append(HelpRow(left: "\(short)--\(parameter.name)\(value)", right: parameter.help))
            }
        }
        if !options.isEmpty { usage.append("[OPTIONS]") }
        self.usage = usage.joined(separator: " ")
        self.positionals = positionals
        self.options = options
        bind = { words throws(UsageProblem) in
            let arguments = try grammar.parse(words)
            return { context in await run(arguments, context) }
        }
    }

    /// A command that only holds others.
    public init(_ name: String, summary: String, example: String, subcommands: [Command]) {
        self.name = name
        self.summary = summary
        self.example = example
        self.subcommands = subcommands
        usage = "COMMAND"
        positionals = []
        options = []
        bind = nil
    }

    /// What to do with a command line: run something, or show a command's help.
    public enum Parsed: Sendable {
        case run(Body)
        case help(path: [String], Command)
    }

    /// Finds the command that the words name and binds the rest.
    public func parse(_ words: [String], path: [String] = []) throws(UsageProblem) -> Parsed {
        let path = path + [name]
        let own = words.prefix { $0 != "--" }
        guard let bind else {
            guard let word = words.first else { return .help(path: path, self) }
            if word == "help" { return try helpTopic(Array(words.dropFirst()), path) }
            if word == "--help" || word == "-h" { return .help(path: path, self) }
            guard let found = subcommands.first(where: { $0.name == word }) else {
                let near = Suggestion.nearest(to: word, among: subcommands.map(\.name))
                throw UsageProblem(
                    "unknown command `\((path.dropFirst() + [word]).joined(separator: " "))`",
                    hint: near.map { "did you mean `\($0)`?" } ?? "`\(path.joined(separator: " ")) help` lists them")
            }
            return try found.parse(Array(words.dropFirst()), path: path)
        }
        if own.contains("--help") || own.contains("-h") { return .help(path: path, self) }
        return .run(try bind(words))
    }

    private func helpTopic(_ words: [String], _ path: [String]) throws(UsageProblem) -> Parsed {
        guard let word = words.first else { return .help(path: path, self) }
        guard let found = subcommands.first(where: { $0.name == word }) else {
            let near = Suggestion.nearest(to: word, among: subcommands.map(\.name))
            throw UsageProblem("no help for `\(word)`", hint: near.map { "did you mean `\($0)`?" } ?? "")
        }
        if found.subcommands.isEmpty || words.count == 1 { return .help(path: path + [word], found) }
        return try found.helpTopic(Array(words.dropFirst()), path + [word])
    }

    /// This command and all below it, each with its path.
    public func walk(_ path: [String] = []) -> [(path: [String], command: Command)] {
        let path = path + [name]
        return [(path, self)] + subcommands.flatMap { $0.walk(path) }
    }
}
