import Documents
import Planning
import Reports
import Resources
import States
import Terminal
import Values

/// `reconcile state list`.
enum StateList {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let store = try Session.openStore(options)
        do throws(StateError) {
            let names = try store.platforms().map(\.name)
                .filter { options.value("platform") == nil || options.value("platform") == $0 }
            var known: [(platform: String, record: RecordedResource)] = []
            for name in names { known += try store.recorded(name).map { (name, $0) } }
            if options.has("json") {
                output.result(JSON.pretty(.list(known.map(value))))
                return 0
            }
            if known.isEmpty { output.note("The state knows no resource yet.") }
            let rows = known.map { _, record in
                [
                    record.observation.address.text, record.observation.kind.name, record.observation.physicalID,
                    record.isKept ? "kept" : record.isDeposed ? "deposed" : "",
                ]
            }
            output.table(rows, names: ["ADDRESS", "KIND", "ID", "STATUS"])
            return 0
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func value(_ platform: String, _ record: RecordedResource) -> Value {
        let observation = record.observation
        return [
            "platform": .string(platform), "address": .string(observation.address.text),
            "kind": .string(observation.kind.name), "region": .string(observation.region),
            "generation": .int(observation.generation), "id": .string(observation.physicalID),
            "kept": .bool(record.isKept), "deposed": .bool(record.isDeposed),
        ]
    }
}
