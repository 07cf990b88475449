import States
import Terminal

/// `reconcile unlock`.
enum Unlock {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        let store = try Session.openStore(options)
        do throws(StateError) {
            guard let holder = try store.unlock(), holder.isHeld else {
                output.result("Nobody held the lease.")
                return 0
            }
            output.result("Taken from process \(holder.process) on \(holder.host); its next record is refused.")
            return 0
        } catch {
            throw CommandFailure(error)
        }
    }
}
