import Diagnostics

/// What the words behind a command's name may be.
public struct Grammar: Sendable {
    public let parameters: [Parameter]

    public init(_ parameters: [Parameter]) { self.parameters = parameters }

    /// Reads the words behind the command's name.
    /// - Throws: `UsageProblem` for the first word that can't be understood, or that is missing.
    public func parse(_ words: [String]) throws(UsageProblem) -> Options {
        var options = Options()
        var rest = words[...]
        let wanted = parameters.filter(\.isWord)
        while let word = rest.popFirst() {
            if word == "--" {
                while let word = rest.popFirst() { try add(word, wanted, &options) }
            } else if word.hasPrefix("-"), word != "-" {
                try option(word, &rest, &options)
            } else {
                try add(word, wanted, &options)
            }
        }
        if options.words.count < wanted.count {
            let missing = wanted[options.words.count]
            if missing.role == .word(isRequired: true) {
                throw UsageProblem("\(missing.name) is missing: \(missing.help)")
            }
        }
        return options
    }

    private func add(_ word: String, _ wanted: [Parameter], _ options: inout Options) throws(UsageProblem) {
        guard options.words.count < wanted.count else {
            let isName = parameters.contains { !$0.isWord && $0.name == word }
            throw UsageProblem("unexpected word `\(word)`", hint: isName ? "Did you mean `--\(word)`?" : "")
        }
        options.add(word: word)
    }

    private func option(_ word: String, _ rest: inout ArraySlice<String>, _ options: inout Options)
        throws(UsageProblem)
    {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let named = parts.first ?? word
        let found = parameters.first { parameter in
            !parameter.isWord
                && (named == "--\(parameter.name)" || parameter.short.map { named == "-\($0)" } == true)
        }
        guard let found else {
            let near = Suggestion.nearest(
                to: named, among: parameters.filter { !$0.isWord }.map { "--\($0.name)" })
            throw UsageProblem(
                "there is no option `\(named)` here", hint: near.map { "Did you mean `\($0)`?" } ?? "")
        }
        guard found.role != .flag else {
            guard parts.count == 1 else { throw UsageProblem("--\(found.name) takes no value") }
            options.add(flag: found.name)
            return
        }
        // What looks like an option is no value, unless an equals sign says so.
        let isNext = parts.count == 1 && rest.first?.hasPrefix("--") == false
        guard let value = parts.count == 2 ? parts[1] : isNext ? rest.popFirst() : nil else {
            throw UsageProblem("--\(found.name) needs a value", hint: "Say --\(found.name) \(found.form.placeholder).")
        }
        do throws(UsageProblem) { try found.form.check(value) } catch {
            throw UsageProblem("--\(found.name): \(error.message)", hint: error.hint)
        }
        options.add(value, to: found.name)
    }
}
