import AWSKinds
import Blueprints
import Diagnostics
import Documents
import Insight
import Planning
import Reports
import Resources
import Specs
import States
import Terminal

/// `reconcile explain ADDRESS SPEC`.
enum Explain {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let path = options.words[1]
        let reading = try Session.read(path, options)
        for line in DiagnosticReport.lines(reading.diagnostics) { output.note(line) }
        guard let spec = reading.spec else { throw CommandFailure(["\(path) is not a valid spec."]) }
        let address = Address(options.words[0])
        guard let explanation = Explanation(spec, places: reading.places, address: address) else {
            throw unknown(address, spec)
        }
        let report = ExplanationReport(
            explanation, schema: AllKinds.schemas[explanation.resource.kind],
            recorded: try recorded(address, spec, options), cost: try CostCheck.line(address, spec, options))
        if options.has("json") {
            output.result(JSON.pretty(report.value))
        } else {
            report.lines.forEach { output.result($0) }
        }
        return 0
    }

    /// What state knows of it; a state that isn't there is not made for a look.
    private static func recorded(
        _ address: Address, _ spec: Spec, _ options: Options
    ) throws(CommandFailure) -> RecordedResource? {
        guard Files.exists(options.value("state") ?? Session.standardState) else { return nil }
        let store = try Session.openStore(options)
        do throws(StateError) {
            return try store.recorded(spec.name).last { $0.observation.address == address }
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func unknown(_ address: Address, _ spec: Spec) -> CommandFailure {
        let phases = Explanation.phases(wanting: address, spec)
        if let first = phases.first {
            return CommandFailure(
                "\(address) belongs to phase \(phases.map(String.init).joined(separator: ", ")), and the spec wants "
                    + "phase \(spec.phase).",
                hint: "Explain it with: --set phase=\(first)")
        }
        let known = Blueprint.graph(for: spec).resources.map(\.address.text)
        return CommandFailure(
            "The spec wants no \(address).",
            hint: Suggestion.addressHint(
                for: address.text, among: known, otherwise: "See `reconcile plan` for the addresses."))
    }
}
