import Planning
import Policies
import Reports
import Specs
import States
import Terminal

/// `reconcile apply SPEC` and `reconcile apply FILE.plan`.
enum Apply {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let path = options.words[0]
        if options.has("refresh-only") { return try await RefreshOnly.apply(options, output, ask) }
        let given = options
        let saved = try SavedPlan.read(path)
        let options = try saved?.options(options) ?? options
        let spec = try saved?.spec ?? Session.readSpec(path, options, output)
        let session = try await Session(options, output, spec: spec)
        return try await Execution.underLease(session) { lease in
            let making = try await PlanMaking.make(session, .apply)
            let spends = try saved.map {
                try SavedPlanCheck(session: session, saved: $0, path: path).check(making.plan)
            }
            try session.remember(making.observed)
            try await QuotaCheck.check(making.plan, session)
            let cost = try CostCheck.report(making, session)
            let policy = try RuleCheck.check(making.plan, cost, session)
            if let policy {
                PolicyReport(policy).lines.forEach { output.note($0) }
                if policy.worst == .error { throw RuleCheck.refusal }
            }
            let code = try await Execution(session: session, making: making).asked(
                lease, "Apply this plan?", costs: cost.text,
                command: CommandLineText.of("apply", path, given), spends: spends ?? nil, ask)
            return try code ?? Settling.settle(session, making)
        }
    }
}
