import Planning
import Reports
import States
import Terminal

extension Execution {
    /// What every command does that walks a whole plan: it is shown, asked about and walked, and in the end the platform's
    /// answers are told.
    /// - Parameters:
    ///   - question: to which only `yes` is a yes.
    ///   - costs: shown behind the plan.
    ///   - succeeded: what else is told when the plan was walked to its end.
    /// - Returns: the exit code; nil when there is nothing to do.
    func asked(
        _ lease: borrowing Lease, _ question: String, costs: [StyledLine] = [], command: String,
        spends: String? = nil, _ ask: Verbs.Ask, succeeded: () -> Void = {}
    ) async throws(CommandFailure) -> Int32? {
        let (options, output) = (session.options, session.output)
        let report = PlanReport(making.plan, isVerbose: options.has("verbose"))
        for line in report.lines + costs { output.note(line) }
        guard !making.plan.isEmpty else { return nil }
        guard try Confirmation.given("\n\(question) Only `yes` does: ", "yes", report, options, output, ask) else {
            return 1
        }
        let code = try await run(lease, command: command, spends: spends)
        if code == 0 {
            succeeded()
            Answers.tell(session, output)
        }
        return code
    }
}
