import Planning
import Reports
import Specs
import States
import Terminal

/// `reconcile step SPEC`: the next step alone, or with `--stage` the next stage.
enum StepVerb {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let path = options.words[0]
        if options.has("refresh-only") { return try await RefreshOnly.apply(options, output, ask) }
        let spec = try Session.readSpec(path, options, output)
        let session = try await Session(options, output, spec: spec)
        return try await Execution.underLease(session) { lease in
            let making = try await PlanMaking.make(session, .apply)
            try session.remember(making.observed)
            try await QuotaCheck.check(making.plan, session)
            _ = try CostCheck.report(making, session)
            let next = options.has("stage") ? making.plan.firstStage : making.plan.firstStep
            let report = PlanReport(next, isVerbose: options.has("verbose"))
            for line in report.lines { output.note(line) }
            guard !next.isEmpty else { return try Settling.settle(session, making) }
            let left = making.plan.steps.count - next.steps.count
            output.note("After this \(left) of \(making.plan.steps.count) steps are left.")
            guard try Confirmation.given("\nDo this? Only `yes` does: ", "yes", report, options, output, ask) else {
                return 1
            }
            let part = PlanMaking(
                plan: next, observed: making.observed, isWhole: making.isWhole && left == 0, leadsTo: making.leadsTo)
            let code = try await Execution(session: session, making: part)
                .run(
                    lease, command: CommandLineText.of("step", path, options),
                    finish: CommandLineText.of("apply", path, options))
            if code == 0, left == 0 { Answers.tell(session, output) }
            return code
        }
    }
}
