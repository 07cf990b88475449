import Documents
import Insight
import Terminal

/// `reconcile iam-policy SPEC`.
enum PermissionVerb {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        if options.has("plan"), options.has("apply") || options.has("destroy") {
            throw UsageProblem("--plan excludes --apply and --destroy")
        }
        let spec = try Session.readSpec(options.words[0], options, output)
        guard !options.has("plan") else {
            output.result(JSON.pretty(PermissionPolicy(planning: spec).value))
            return 0
        }
        let session = try await Session(options, output, spec: spec)
        let goal = options.has("destroy") ? PlanMaking.Goal.destroy : .apply
        let making = try await PlanMaking.make(session, goal, isChanging: false)
        output.result(JSON.pretty(PermissionPolicy(applying: making.plan).value))
        return 0
    }
}
