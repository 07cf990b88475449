import AWSKinds
import Blueprints
import Costs
import Diagnostics
import Digests
import Documents
import Locks
import Migrations
import Planning
import Policies
import Providers
import Reports
import Specs
import Terminal
import Values

/// Rules of somebody's own, from the files that `--rules` names.
enum RuleCheck {
    static func rules(_ options: Options) throws(CommandFailure) -> [OwnRule] {
        var rules: [OwnRule] = []
        var problems: [Diagnostic] = []
        for path in options.all("rules") {
            let reader = RuleReader(try Files.read(path), file: path)
            problems += reader.problems
            rules += reader.rules
        }
        guard problems.isEmpty else { throw CommandFailure(DiagnosticReport.lines(problems)) }
        return rules
    }

    /// What a plan breaks; nil when it is held against nothing.
    static func check(
        _ plan: Plan, _ cost: CostReport, _ session: Session
    ) throws(CommandFailure) -> PolicyCheck? {
        let rules = try rules(session.options)
        guard !rules.isEmpty else { return nil }
        return PolicyCheck(
            rules, plan: PlanCodec.value(of: plan).merging(["cost": cost.value]),
            waivers: session.spec.policy.waivers, today: today)
    }

    static let refusal = CommandFailure(
        "The plan breaks rules. [plan.breaksRules]",
        hint: "Nothing was changed. Change the spec, or let a finding be under policy.waivers, with a reason.")

    /// The JSON of the plan that makes a platform from nothing; no cloud and no state is asked.
    static func freshPlan(_ spec: Spec, _ options: Options) throws(CommandFailure) -> Value {
        let drivers = AllKinds.byKind
        let input = PlanningInput(
            platform: spec.name, account: spec.account, provider: options.value("provider") ?? "fake",
            regions: spec.regions.map(\.name), specHash: SHA256Digest.hex(JSON.text(of: spec.value)), stateSerial: 0,
            schemas: AllKinds.schemas, normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: [], recorded: [],
            options: PlanOptions(ignore: spec.ignore))
        let plan: Plan
        do throws(PlanProblems) {
            plan = try Planner.plan(
                input, phase: spec.phase, current: nil, graph: { Blueprint.graph(for: spec, phase: $0) })
        } catch { throw CommandFailure(error) }
        let cost = try CostCheck.report(plan, wanted: Blueprint.graph(for: spec), options)
        return PlanCodec.value(of: plan).merging(["cost": cost.value])
    }

    /// The day by the system's clock, for example `2026-11-29`.
    static var today: String {
        String(Instant(milliseconds: ProcessFacts.secondsSince1970 * 1000).timestamp.prefix(10))
    }
}
