import Blueprints
import Costs
import Diagnostics
import Documents
import Insight
import Locks
import Policies
import Reports
import Resources
import Specs
import Terminal
import Values

/// `reconcile policy SPEC`.
enum PolicyVerb {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        if options.has("json"), options.has("sarif") { throw UsageProblem("--json and --sarif exclude each other") }
        let path = options.words[0]
        let reading = try Session.read(path, options)
        for line in DiagnosticReport.lines(reading.diagnostics) { output.note(line) }
        guard let spec = reading.spec else { throw CommandFailure(["\(path) is not a valid spec."]) }
        let graph = Blueprint.graph(for: spec)
        let cost = try CostCheck.bill(graph, options).nanos
        let own = try RuleCheck.rules(options)
        let check = PolicyCheck(
            spec, graph, monthlyCost: (cost + 999_999_999) / 1_000_000_000, today: RuleCheck.today, own: own,
            fresh: own.isEmpty ? .null : try RuleCheck.freshPlan(spec, options))
        let start = Location(file: path, line: 1, column: 1)
        let report = PolicyReport(
            check, places: check.findings.map { place($0, spec, reading.places) ?? reading.places[""] ?? start })
        if options.has("sarif") {
            output.result(JSON.pretty(report.sarif(version: Program.version)))
        } else if options.has("json") {
            output.result(JSON.pretty(report.value))
        } else {
            report.lines.forEach { output.result($0) }
        }
        let failing: [Finding.Severity] = options.value("fail-on") == "warning" ? [.error, .warning] : [.error]
        return check.worst.map(failing.contains) == true ? 1 : 0
    }

    /// The most particular part of the spec that the finding's resource comes from and that somebody wrote.
    private static func place(_ finding: Finding, _ spec: Spec, _ places: [String: Location]) -> Location? {
        if let place = places[finding.address] { return place }
        if finding.address.hasPrefix("services/") {
            let name = finding.address.dropFirst("services/".count)
            return spec.services.firstIndex { $0.name == name }.flatMap { places["services[\($0)]"] }
        }
        if let region = spec.regions.firstIndex(where: { $0.name == finding.address }) {
            return places["regions[\(region)]"]
        }
        if finding.rule.code == "policy.overBudget" { return places["monthlyBudget"] }
        let sources = Provenance(spec, places: places, address: Address(finding.address)).sources()
        // What shapes it says more of a property than what it could not be without.
        return (sources.filter { !$0.isNeeded } + sources).lazy.compactMap(\.location).first
    }
}
