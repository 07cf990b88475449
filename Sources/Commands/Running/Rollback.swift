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
                command: CommandLineText.of("rollback", path, options), ask,
                succeeded: {
                    guard let stage = options.value("to") else { return }
                    let again = CommandLineText.of("apply", path, options.without(option: "to"))
                    output.note("The platform stands where \(stage) left it. The road goes on with: \(again)")
                })
            guard let code else {
                if let stage = options.value("to") {
                    output.note("The platform stands where \(stage) left it.")
                    return 0
                }
                return try Settling.settle(session, making)
            }
            return code
        }
    }
}
