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
            try tell(PermissionPolicy(planning: spec), options, output)
            return 0
        }
        let session = try await Session(options, output, spec: spec)
        let goal = options.has("destroy") ? PlanMaking.Goal.destroy : .apply
        let making = try await PlanMaking.make(session, goal, isChanging: false)
        try tell(PermissionPolicy(applying: making.plan), options, output)
        return 0
    }

    private static func tell(
        _ policy: PermissionPolicy, _ options: Options, _ output: TextOutput
    ) throws(CommandFailure) {
        guard let prefix = options.value("split") else {
            output.result(JSON.pretty(policy.value))
            return
        }
        for (index, document) in policy.documents().enumerated() {
            let path = "\(prefix)-\(index + 1).json"
            try Files.write(JSON.pretty(document) + "\n", to: path)
            output.result(path)
        }
    }
}
