import Diagnostics
import Planning
import Resources
import States
import Terminal

/// `reconcile state rm ADDRESS`: forgets a resource; it stays in the cloud, and the next apply adopts it.
enum StateRemove {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let address = options.words[0]
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        return try await Execution.underLease(store, options) { _ in
            _ = try Chosen.resource(address, of: platform, store)
            do throws(StateError) { _ = try store.forget(Address(address), of: platform) } catch {
                throw CommandFailure(error)
            }
            output.result("Forgot \(address); it stays in the cloud, and the next apply adopts it.")
            return 0
        }
    }
}
