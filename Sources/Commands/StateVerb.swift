import Planning
import Resources
import States
import Terminal

/// `reconcile state list`.
enum StateVerb {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        guard options.words.first == "list" else { throw UsageFailure("This command takes `list`.") }
        let store = try Session.openStore(options)
        do throws(StateError) {
            for row in try store.platforms() {
                for record in try store.recorded(row.name) {
                    let observation = record.observation
                    output.result("\(observation.address)  \(observation.kind)  \(observation.physicalID)")
                }
            }
            return 0
        } catch {
            throw CommandFailure(error)
        }
    }
}
