/// What may stand where somebody is typing: the grammar that parses is asked, so that the two can't differ.
public struct Completion: Sendable {
    public struct Candidate: Sendable, Hashable {
        public let text: String
        /// One sentence; empty for nothing to say.
        public let help: String

        public init(_ text: String, _ help: String = "") {
            self.text = text
            self.help = help
        }
    }

    /// Commands, options and fixed values, those that begin with what is typed.
    public let candidates: [Candidate]
    /// The parameter whose value is typed, when the grammar doesn't know its values.
    public let open: Parameter?
    /// What stands in front of the value in the same word, for example `--state=`.
    public let lead: String
    /// What is typed of the value.
    public let typed: String
    /// What the line says so far.
    public let options: Options

    /// - Parameter words: the words behind the program's name; the last is the one being typed, and may be empty.
    public init<Action>(_ root: Command<Action>, _ words: [String]) {
        var command = root
        var rest = words.dropLast()[...]
        let current = words.last ?? ""
        // `help plan` asks for what `plan` is asked for.
        let isHelp = rest.first == "help"
        if isHelp { rest = rest.dropFirst() }
        while let word = rest.first, let next = command.subcommands.first(where: { $0.name == word }) {
            command = next
            rest = rest.dropFirst()
        }
        var options = Options()
        var pending: Parameter?
        let parameters = command.grammar.parameters
        var used: Set<String> = []
        for word in rest {
            if let option = pending {
                options.add(word, to: option.name)
                pending = nil
            } else if let (option, value) = Self.option(word, parameters) {
                used.insert(option.name)
                if option.isFlag {
                    options.add(flag: option.name)
                } else if let value {
                    options.add(value, to: option.name)
                } else {
                    pending = option
                }
            } else {
                options.add(word: word)
            }
        }
        self.options = options
        if !command.subcommands.isEmpty {
            let names = command.subcommands.map { Candidate($0.name, $0.summary) }
            let help = [Candidate("help", "Explains a command.")]
            (candidates, open, lead, typed) = (
                Self.matching(current, names + (isHelp ? [] : help)), nil, "", current
            )
            return
        }
        if isHelp {
            (candidates, open, lead, typed) = ([], nil, "", current)
            return
        }
        if let option = pending {
            (candidates, open) = Self.values(option, current)
            (lead, typed) = ("", current)
            return
        }
        if current.hasPrefix("--"), let found = Self.option(current, parameters), let value = found.1,
            !found.0.isFlag
        {
            (candidates, open) = Self.values(found.0, value)
            (lead, typed) = ("--\(found.0.name)=", value)
            return
        }
        let names = parameters.filter { !$0.isWord && ($0.isRepeatable || !used.contains($0.name)) }
            .map { Candidate("--\($0.name)", $0.help) }
        let wanted = parameters.filter(\.isWord)
        (lead, typed) = ("", current)
        if current.hasPrefix("-") || options.words.count >= wanted.count {
            (candidates, open) = (Self.matching(current, names), nil)
        } else {
            (candidates, open) = ([], wanted[options.words.count])
        }
    }

    private static func values(_ option: Parameter, _ typed: String) -> ([Candidate], Parameter?) {
        let words = option.form.words
        return (matching(typed, words.map { Candidate($0) }), words.isEmpty ? option : nil)
    }

    private static func option(_ word: String, _ parameters: [Parameter]) -> (Parameter, String?)? {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let found = parameters.first { parameter in
            !parameter.isWord
                && (parts[0] == "--\(parameter.name)" || parameter.short.map { parts[0] == "-\($0)" } == true)
        }
        return found.map { ($0, parts.count == 2 ? parts[1] : nil) }
    }

    /// Those that begin with what is typed.
    public static func matching(_ typed: String, _ candidates: [Candidate]) -> [Candidate] {
        candidates.filter { $0.text.hasPrefix(typed) }
    }
}
