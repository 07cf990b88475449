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
        return try await Execution.underLease(session) { lease in
            let making = try await PlanMaking.make(session, .rollback)
            try session.remember(making.observed)
            try await QuotaCheck.check(making.plan, session)
            let code = try await Execution(session: session, making: making).asked(
                lease, "Take it back?", costs: try CostCheck.report(making, session).text,
                command: CommandLineText.of("rollback", path, options), ask)
            return try code ?? Settling.settle(session, making)
        }
    }
}
