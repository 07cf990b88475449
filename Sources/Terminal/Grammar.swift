import Diagnostics

/// What a command line may say, as a value: the arguments before any word, and the parameters that change them.
public struct Grammar<Arguments: Sendable>: Sendable {
    let initial: Arguments
    let parameters: [Parameter<Arguments>]

    public init(_ initial: Arguments, _ parameters: [Parameter<Arguments>]) {
        self.initial = initial
        self.parameters = parameters
    }

    /// Reads the words behind the command's name.
    public func parse(_ words: [String]) throws(UsageProblem) -> Arguments {
        var arguments = initial
        var positionals = parameters.filter { if case .positional = $0.role { true } else { false } }[...]
        var filled: Set<String> = []
        var index = 0
        var onlyPositionals = false
        while index < words.count {
            let word = words[index]
            index += 1
            if onlyPositionals || !word.hasPrefix("-") || word == "-" {
                guard let parameter = positionals.first else {
                    throw UsageProblem("unexpected argument `\(word)`", hint: hint(forStray: word))
                }
                try parameter.store(&arguments, word)
                filled.insert(parameter.name)
                if parameter.role == .positional(isRequired: false, isMany: true) { continue }
                positionals.removeFirst()
            } else if word == "--" {
                onlyPositionals = true
            } else {
                try option(word, words, &index, &arguments)
            }
        }
        for parameter in parameters {
            if parameter.role == .positional(isRequired: true, isMany: false), !filled.contains(parameter.name) {
                throw UsageProblem("\(parameter.placeholder) is missing", hint: parameter.help)
            }
        }
        return arguments
    }

    private func option(
        _ word: String, _ words: [String], _ index: inout Int, _ arguments: inout Arguments
    ) throws(UsageProblem) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let named = parts[0]
        let parameter = parameters.first {
            switch $0.role {
            case .positional: false
            case .flag, .option: "--\($0.name)" == named || $0.short.map { "-\($0)" == named } == true
            }
        }
        guard let parameter else {
            throw UsageProblem("unknown option `\(named)`", hint: hint(for: named))
        }
        if parameter.role == .flag {
            guard parts.count == 1 else { throw UsageProblem("`--\(parameter.name)` takes no value") }
            try parameter.store(&arguments, "")
            return
        }
        let value: String
        if parts.count == 2 {
            value = parts[1]
        } else if index < words.count {
            value = words[index]
            index += 1
        } else {
            throw UsageProblem(
                "`--\(parameter.name)` needs a value", hint: "--\(parameter.name) \(parameter.placeholder)")
        }
        do throws(UsageProblem) {
            try parameter.store(&arguments, value)
        } catch {
            throw UsageProblem("--\(parameter.name): \(error.message)", hint: error.hint)
        }
    }

    private func hint(for word: String) -> String {
        let names = parameters.compactMap { parameter -> String? in
            if case .positional = parameter.role { return nil }
            return "--\(parameter.name)"
        }
        return Suggestion.nearest(to: word, among: names).map { "did you mean `\($0)`?" } ?? ""
    }

    private func hint(forStray word: String) -> String {
        parameters.contains { $0.name == word } ? "did you mean `--\(word)`?" : ""
    }
}
