import Terminal

/// The question before something is changed.
enum Confirmation {
    /// Whether the user said `answer`, or `--yes` was given.
    /// - Throws: `CommandFailure` when there is nobody to ask.
    static func given(
        _ question: String, _ answer: String, _ options: Options, _ output: TextOutput,
        _ ask: Verbs.Ask
    ) throws(CommandFailure) -> Bool {
        if options.has("yes") { return true }
        guard let said = ask(question) else {
            throw CommandFailure(
                "There is nobody to ask: standard input is no terminal. Nothing was changed.",
                hint: "Say --yes to go on without a question.")
        }
        if said == answer { return true }
        output.note("Nothing was changed.")
        return false
    }
}
