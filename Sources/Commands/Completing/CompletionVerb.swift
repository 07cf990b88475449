import Diagnostics
import Terminal

/// `reconcile completion SHELL`, and the question that its script asks at each press of the tabulator.
enum CompletionVerb {
    /// Asked by the scripts: `reconcile __complete SHELL WORD...`; for nobody to type.
    static let question = "__complete"

    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        guard let script = CompletionScripts.script(options.words[0]) else {
            let near = Suggestion.nearest(to: options.words[0], among: CompletionScripts.shells)
            throw UsageProblem(
                "`\(options.words[0])` is not one of \(CompletionScripts.shells.joined(separator: ", "))",
                hint: near.map { "Did you mean `\($0)`?" } ?? "")
        }
        output.result(script)
        return 0
    }

    /// First what else the shell shall offer (`files` or `-`), then a candidate a line: text, tabulator, help.
    static func answer(_ arguments: [String], _ output: TextOutput) -> Int32 {
        guard arguments.count > 2 else { return 64 }
        var words = Array(arguments.dropFirst(2))
        // Bash breaks words at equals signs.
        if arguments[1] == "bash" { words = joined(words) }
        let completion = Completion(CommandTree.root, words)
        var candidates = completion.candidates
        var wantsFiles = false
        if let parameter = completion.open {
            let values = CompletionValues(parameter, completion.options, typed: completion.typed)
            candidates += values.candidates
            wantsFiles = values.wantsFiles
        }
        output.result(wantsFiles ? "files" : "-")
        for candidate in candidates {
            var text = completion.lead + candidate.text
            if arguments[1] == "bash", let last = words.last, let cut = last.lastIndex(of: "="),
                text.hasPrefix(last[...cut])
            {
                text = String(text.dropFirst(last[...cut].count))
            }
            output.result(candidate.help.isEmpty ? text : "\(text)\t\(candidate.help)")
        }
        return 0
    }

    private static func joined(_ words: [String]) -> [String] {
        var joined: [String] = []
        var isOpen = false
        for word in words {
            if word == "=", !joined.isEmpty {
                joined[joined.count - 1] += "="
                isOpen = true
            } else if isOpen {
                joined[joined.count - 1] += word
                isOpen = false
            } else {
                joined.append(word)
            }
        }
        return joined
    }
}
