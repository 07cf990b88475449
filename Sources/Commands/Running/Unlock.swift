import States
import Terminal

/// `reconcile unlock`.
enum Unlock {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let store = try Session.openStore(options)
        do {
            guard let holder = try store.leaseHolder(), holder.isHeld else {
                output.result("Nobody held the lease.")
                return 0
            }
            if holder.isAliveHere {
                output.note("Process \(holder.process) on this machine holds the lease and still runs.")
                let question = "Take it away? Its run stops at its next record. Only `yes` does: "
                guard try Confirmation.given(question, "yes", options, output, ask) else { return 1 }
            }
            _ = try store.unlock()
            output.result("Taken from process \(holder.process) on \(holder.host); its next record is refused.")
            return 0
        } catch let error as StateError {
            throw CommandFailure(error)
        }
    }
}
