import Planning
import Reports
import Specs
import Terminal

/// `reconcile destroy SPEC`.
enum Destroy {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let path = options.words[0]
        let spec = try Session.readSpec(path, options, output)
        let session = try await Session(options, output, spec: spec)
        return try await Execution.underLease(session, isLast: true) { lease in
            let making = try await PlanMaking.make(session, .destroy)
            let report = PlanReport(making.plan, isVerbose: options.has("verbose"))
            for line in report.lines { output.note(line) }
            guard !making.plan.isEmpty else {
                try await Leftovers.tell(session)
                return 0
            }
            let question = "\nType the platform's name to destroy it: "
            guard try Confirmation.given(question, spec.name, report, options, output, ask) else { return 1 }
            let code = try await Execution(session: session, making: making)
                .run(lease, command: CommandLineText.of("destroy", path, options))
            if code == 0 { try await Leftovers.tell(session) }
            return code
        }
    }
}
