import Diagnostics

/// A verb of the program: how it is called, and what it does. Parsing is separate from running.
public struct Command<Action: Sendable>: Sendable {
    public let name: String
    /// One sentence.
    public let summary: String
    /// More for its own help; empty for nothing.
    public let details: String
    /// A command line that works.
    public let example: String
    public let grammar: Grammar
    public let subcommands: [Command]
    /// Under which titles help lists them, and how many under each, in their order.
    let topics: [(title: String, count: Int)]
    let action: Action?

    /// Commands that belong together, and what they are for.
    public struct Topic: Sendable {
        let title: String
        let commands: [Command]

        public init(_ title: String, _ commands: [Command]) {
            self.title = title
            self.commands = commands
        }
    }

    /// A command that does something.
    public init(
        _ name: String, _ summary: String, details: String = "", example: String, _ parameters: [Parameter],
        _ action: Action
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.example = example
        grammar = Grammar(parameters)
        subcommands = []
        topics = []
        self.action = action
    }

    /// A command that only holds others.
    public init(_ name: String, _ summary: String, details: String = "", example: String, subcommands: [Command]) {
        self.init(name, summary, details: details, example: example, topics: [Topic("Commands", subcommands)])
    }

    /// A command that holds so many others that they need titles.
    public init(_ name: String, _ summary: String, details: String = "", example: String, topics: [Topic]) {
        self.name = name
        self.summary = summary
        self.details = details
        self.example = example
        grammar = Grammar([])
        subcommands = topics.flatMap(\.commands)
        self.topics = topics.map { ($0.title, $0.commands.count) }
        action = nil
    }

    /// What to do with a command line.
    public enum Parsed: Sendable {
        case run(Action, Options)
        case help(path: [String], Command)
    }

    /// Finds the command that the words name and reads the rest.
    /// - Throws: `UsageProblem` when there is no such command, or its grammar refuses the rest.
    public func parse(_ words: [String], path: [String] = []) throws(UsageProblem) -> Parsed {
        let path = path + [name]
        if let action {
            let own = words.prefix { $0 != "--" }
            if own.contains("--help") || own.contains("-h") { return .help(path: path, self) }
            do throws(UsageProblem) { return .run(action, try grammar.parse(words)) } catch {
                throw UsageProblem(error.message, hint: (error.hint + " " + Self.pointer(path)).trimmed)
            }
        }
        guard let word = words.first, word != "--help", word != "-h" else { return .help(path: path, self) }
        if word == "help" { return try topic(words.dropFirst(), path) }
        return try subcommand(word, path).parse(Array(words.dropFirst()), path: path)
    }

    private func topic(_ words: ArraySlice<String>, _ path: [String]) throws(UsageProblem) -> Parsed {
        guard let word = words.first, !word.hasPrefix("-") else { return .help(path: path, self) }
        let found = try subcommand(word, path)
        return try found.topic(words.dropFirst(), path + [word])
    }

    private func subcommand(_ word: String, _ path: [String]) throws(UsageProblem) -> Command {
        if let found = subcommands.first(where: { $0.name == word }) { return found }
        let near = Suggestion.nearest(to: word, among: subcommands.map(\.name))
        let said = (path.dropFirst() + [word]).joined(separator: " ")
        throw UsageProblem(
            "there is no command `\(said)`",
            hint: ((near.map { "Did you mean `\($0)`? " } ?? "") + Self.pointer(path)).trimmed)
    }

    private static func pointer(_ path: [String]) -> String {
        "See `\((path.prefix(1) + ["help"] + path.dropFirst()).joined(separator: " "))`."
    }

    /// This command and all below it, each with its path.
    public func walk(_ path: [String] = []) -> [(path: [String], command: Command)] {
        let path = path + [name]
        return [(path, self)] + subcommands.flatMap { $0.walk(path) }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
