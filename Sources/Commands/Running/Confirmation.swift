import Reports
import Terminal

/// The question before something is changed.
enum Confirmation {
    /// The question about a plan; what is dangerous in it is said once more when it has scrolled away.
    static func given(
        _ question: String, _ answer: String, _ report: PlanReport, _ options: Options, _ output: TextOutput,
        _ ask: Verbs.Ask
    ) throws(CommandFailure) -> Bool {
        if !options.has("yes"), output.noteTraits.isInteractive {
            for line in report.reminder(height: output.noteTraits.height) { output.note(line) }
        }
        return try given(question, answer, options, output, ask)
    }

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
