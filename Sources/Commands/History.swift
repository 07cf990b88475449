import States
import Terminal

/// `reconcile history`.
enum History {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        let store = try Session.openStore(options)
        do throws(StateError) {
            for run in try store.runs() {
                output.result(
                    "\(run.id)  \(run.platform)  \(run.purpose) to phase \(run.toPhase)  \(run.result ?? "not ended")")
            }
            return 0
        } catch {
            throw CommandFailure(error)
        }
    }
}
