import Diagnostics
import Documents
import Planning
import Resources
import Specs
import States
import Terminal
import Values

/// `reconcile show ADDRESS|FILE.plan`.
enum Show {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        let word = try Verbs.word(options, "an address or a saved plan")
        if word.hasSuffix(".plan") { return try plan(word, options, output) }
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        let recorded: [RecordedResource]
        do throws(StateError) { recorded = try store.recorded(platform) } catch { throw CommandFailure(error) }
        let found = recorded.filter { $0.observation.address.text == word }
        guard !found.isEmpty else {
            let near = Suggestion.nearest(to: word, among: recorded.map(\.observation.address.text))
            throw CommandFailure(
                "\(platform) has no resource \(word).",
                hint: near.map { "Did you mean \($0)?" } ?? "See `reconcile state list`.")
        }
        for record in found {
            if options.has("json") {
                output.result(JSON.pretty(value(record)))
            } else {
                lines(record).forEach(output.result)
            }
        }
        return 0
    }

    private static func plan(_ path: String, _ options: Options, _ output: TextOutput) throws(CommandFailure) -> Int32 {
        guard let saved = try SavedPlan.read(path) else { throw CommandFailure("\(path) is no saved plan.") }
        if options.has("json") {
            output.result(JSON.pretty(saved.plan))
        } else {
            output.result("\(path): \(saved.purpose) of \(saved.spec.name), \(saved.steps.count) steps")
            for step in saved.plan["steps"]?.elements ?? [] {
                output.result("  \(step.text("stage") ?? "")  \(step.text("id") ?? "")")
            }
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
