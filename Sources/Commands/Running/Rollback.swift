import Planning
import Reports
import Specs
import States
import Terminal

/// `reconcile rollback SPEC`: the way back from an interrupted road.
enum Rollback {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let path = options.words[0]
        let spec = try Session.readSpec(path, options, output)
        let session = try await Session(options, output, spec: spec)
        return try await Execution.underLease(session.store, options) { lease in
            let making = try await PlanMaking.make(session, .rollback)
            try session.remember(making.observed)
            let report = PlanReport(making.plan, isVerbose: options.has("verbose"))
            for line in report.lines + (try CostCheck.report(making, session).text) { output.note(line) }
            guard !making.plan.isEmpty else { return try Settling.settle(session, making) }
            guard try Confirmation.given("\nTake it back? Only `yes` does: ", "yes", report, options, output, ask)
            else {
                return 1
            }
            let code = try await Execution(session: session, making: making)
                .run(lease, command: CommandLineText.of("rollback", path, options))
            if code == 0 { Answers.tell(session, output) }
            return code
        }
    }
}
