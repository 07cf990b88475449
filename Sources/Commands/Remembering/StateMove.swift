import CloudCalls
import Diagnostics
import Planning
import Providers
import Resources
import States
import Terminal

/// `reconcile state mv FROM TO`: another address for a resource, in its tags and in the state.
enum StateMove {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let (from, to) = (options.words[0], Address(options.words[1]))
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        return try await Execution.underLease(store, options) { _ in
            let found = try Chosen.resource(from, of: platform, store)
            guard to.scope == Address(from).scope, !to.local.isEmpty else {
                throw CommandFailure(
                    "\(to) is in another place than \(from).",
                    hint: "A resource stays in its region: \(Address(from).scope)/...")
            }
            let account: String
            let isTaken: Bool
            do throws(StateError) {
                isTaken = try store.recorded(platform).contains { $0.observation.address == to }
                account = try store.platform(platform)?.account ?? ""
            } catch {
                throw CommandFailure(error)
            }
            guard !isTaken else {
                throw CommandFailure("\(to) is there already.", hint: "See `reconcile show \(to)`.")
            }
            // The cloud first: died between the two, the next plan sees the tag and adopts it under its new address.
            let connection = try await CloudConnection.open(options, output, account: account, region: "us-east-1")
            let provider = connection.provider
            for record in found {
                let observation = record.observation
                let result = try await connection.attempt { () async throws(AWSError) in
                    try await provider.retag(observation, to: to, platform: platform)
                }
                do throws(AWSError) { try result.get() } catch { throw CommandFailure(error) }
            }
            do throws(StateError) { try store.move(Address(from), to: to, of: platform) } catch {
                throw CommandFailure(error)
            }
            output.result("Moved \(from) to \(to).")
            return 0
        }
    }
}
