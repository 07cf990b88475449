import Documents
import Planning
import Policies
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
        _ = try format(options)
        if options.has("refresh-only") { return try await RefreshOnly.plan(options, output) }
        let spec = try Session.readSpec(options.words[0], options, output)
        let session = try await Session(options, output, spec: spec)
        let goal = options.has("destroy") ? PlanMaking.Goal.destroy : .apply
        let making = try await PlanMaking.make(session, goal, isChanging: false)
        let cost = try CostCheck.report(making, session)
        if goal == .apply {
            for problem in try await QuotaCheck.problems(making.plan, session) {
                output.note(StyledLine("QUOTA TOO LOW: \(problem).", .danger))
            }
        }
        let policy = try RuleCheck.check(making.plan, cost, session)
        // A plan that breaks a rule is shown and not saved.
        let isRefused = policy?.worst == .error
        if !isRefused, let path = options.value("out") {
            try Files.write(SavedPlan.text(of: making.plan, spec: spec, options: options), to: path)
            output.note("The plan is in \(path); run it with: reconcile apply \(CommandLineText.quoted(path))")
        }
        switch try format(options) {
        case "json":
            var value = PlanCodec.value(of: making.plan).merging(["cost": cost.value])
            if let policy { value["policy"] = PolicyReport(policy).value }
            output.result(JSON.pretty(value))
        case "markdown":
            let text = PlanMarkdown(
                making.plan, hash: PlanCodec.hash(of: making.plan), cost: cost,
                policy: policy.map { PolicyReport($0).markdown } ?? []
            ).text()
            output.result(String(text.dropLast()))
        default:
            for line in PlanReport(making.plan, isVerbose: options.has("verbose")).lines { output.result(line) }
            for line in cost.text { output.result(line) }
            if let policy { PolicyReport(policy).lines.forEach { output.result($0) } }
        }
        guard !isRefused else { throw RuleCheck.refusal }
        return options.has("detailed-exitcode") && !making.plan.isEmpty ? 2 : 0
    }

    /// How the result is written: `--format`, or JSON by `--json`.
    static func format(_ options: Options) throws(UsageProblem) -> String {
        guard options.has("json") else { return options.value("format") ?? "text" }
        if let format = options.value("format"), format != "json" {
            throw UsageProblem("--json and --format \(format) exclude each other")
        }
        return "json"
    }
}
