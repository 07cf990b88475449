import Planning
import Resources
import States
import Terminal

/// `reconcile state list|rm`.
enum StateVerb {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        if options.words.first == "rm", options.words.count == 2 {
            return try await remove(options.words[1], options, output)
        }
        guard options.words == ["list"] else { throw UsageFailure("This command takes `list` or `rm ADDRESS`.") }
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

    /// Forgets a resource; it stays in the cloud, and the next apply adopts it.
    private static func remove(_ address: String, _ options: Options, _ output: TextOutput) async throws -> Int32 {
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        return try await Execution.underLease(store, options) { _ in
            let wasKnown: Bool
            do throws(StateError) { wasKnown = try store.forget(Address(address), of: platform) } catch {
                throw CommandFailure(error)
            }
            guard wasKnown else {
                throw CommandFailure("\(platform) has no resource \(address).", hint: "See `reconcile state list`.")
            }
            output.result("Forgot \(address); it stays in the cloud.")
            return 0
        }
    }
}
