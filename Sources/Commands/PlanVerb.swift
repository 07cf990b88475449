import Documents
import Planning
import Reports
import Terminal
import Values

/// `reconcile plan SPEC`.
enum PlanVerb {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        if options.has("destroy"), options.value("out") != nil || options.has("refresh-only") {
            throw UsageProblem("--destroy only shows: it goes neither with --out nor with --refresh-only")
        }
        if options.has("refresh-only") { return try await RefreshOnly.plan(options, output) }
        let spec = try Session.readSpec(options.words[0], options, output)
        let session = try await Session(options, output, spec: spec)
        let goal = options.has("destroy") ? PlanMaking.Goal.destroy : .apply
        let making = try await PlanMaking.make(session, goal, isChanging: false)
        if let path = options.value("out") {
            try Files.write(SavedPlan.text(of: making.plan, spec: spec, options: options), to: path)
            output.note("The plan is in \(path); run it with: reconcile apply \(CommandLineText.quoted(path))")
        }
        if options.has("json") {
            output.result(JSON.pretty(PlanCodec.value(of: making.plan)))
        } else {
            for line in PlanReport(making.plan, isVerbose: options.has("verbose")).lines { output.result(line) }
        }
        return options.has("detailed-exitcode") && !making.plan.isEmpty ? 2 : 0
    }
}
