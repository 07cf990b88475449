import Diagnostics
import Documents
import Planning
import Reports
import Resources
import Specs
import States
import Terminal
import Values

/// `reconcile show ADDRESS|FILE.plan`.
enum Show {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let word = options.words[0]
        if word.hasSuffix(".plan") { return try plan(word, options, output) }
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        let found = try Chosen.resource(word, of: platform, store)
        for record in found {
            if options.has("json") {
                output.result(JSON.pretty(value(record)))
            } else {
                lines(record).forEach { output.result($0) }
            }
        }
        return 0
    }

    private static func plan(_ path: String, _ options: Options, _ output: TextOutput) throws(CommandFailure) -> Int32 {
        guard let saved = try SavedPlan.read(path) else { throw CommandFailure("\(path) is no saved plan.") }
        if options.has("json") {
            output.result(JSON.pretty(saved.plan))
        } else {
            guard let value = try? JSON.planValue(from: JSON.text(of: saved.plan)),
                let plan = PlanCodec.plan(from: value)
            else { throw CommandFailure("\(path) is damaged.", hint: "Make it anew with `plan --out`.") }
            PlanReport(plan, isVerbose: options.has("verbose")).lines.forEach { output.result($0) }
        }
        return 0
    }

    private static func status(_ record: RecordedResource) -> String {
        if record.isKept { return "kept" }
        if record.isDeposed { return "deposed" }
        return switch record.observation.status {
        case .ready: "ready"
        case .pending(let reason): "pending: \(reason)"
        case .failed(let reason): "failed: \(reason)"
        case .deleting: "deleting"
        }
    }

    private static func lines(_ record: RecordedResource) -> [String] {
        let observation = record.observation
        var lines = [
            "\(observation.address)  \(observation.kind)",
            "  id:          \(observation.physicalID)", "  region:      \(observation.region)",
            "  generation:  \(observation.generation)", "  status:      \(status(record))",
        ]
        if !record.references.isEmpty {
            lines.append("  uses:        \(record.references.map(\.text).joined(separator: ", "))")
        }
        for (title, value) in [("properties", observation.properties), ("attributes", observation.attributes)] {
            lines.append("  \(title):")
            for pair in value.members { lines.append("    \(pair.name): \(JSON.text(of: pair.value))") }
        }
        return lines
    }

    private static func value(_ record: RecordedResource) -> Value {
        let observation = record.observation
        return [
            "address": .string(observation.address.text), "kind": .string(observation.kind.name),
            "region": .string(observation.region), "generation": .int(observation.generation),
            "id": .string(observation.physicalID), "status": .string(status(record)),
            "properties": observation.properties, "attributes": observation.attributes,
            "tags": .object(Members(observation.tags.map { ($0.key, .string($0.value)) })),
            "uses": .strings(record.references.map(\.text)),
        ]
    }
}
