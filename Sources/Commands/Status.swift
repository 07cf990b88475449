import Documents
import Planning
import Resources
import States
import Terminal
import Values

/// `reconcile status`.
enum Status {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let store = try Session.openStore(options)
        do throws(StateError) {
            let platforms = try store.platforms()
            if options.has("json") {
                output.result(
                    JSON.pretty(
                        .list(
                            try platforms.map { (row) throws(StateError) -> Value in
                                let recorded = try store.recorded(row.name)
                                return [
                                    "platform": .string(row.name), "account": .string(row.account),
                                    "provider": .string(row.provider), "phase": row.phase.map(Value.int) ?? .null,
                                    "serial": .int(row.serial), "resources": .int(recorded.count { !$0.isKept }),
                                    "kept": .strings(recorded.filter(\.isKept).map(\.observation.address.text)),
                                ]
                            })))
                return 0
            }
            if platforms.isEmpty { output.result("No platform yet.") }
            for row in platforms {
                let recorded = try store.recorded(row.name)
                let phase = row.phase.map { "phase \($0)" } ?? "no phase"
                output.result(
                    "\(row.name): \(phase), \(recorded.count { !$0.isKept }) resources, account \(row.account)")
                for record in recorded where record.isKept {
                    output.result("  kept: \(record.observation.address) (\(record.observation.physicalID))")
                }
                if let run = try store.runs(row.name).first {
                    output.result("  last run: \(run.id), \(run.result ?? "not ended")")
                }
            }
            if let holder = try store.leaseHolder(), holder.isHeld {
                let state = holder.isAliveHere ? "running" : "gone"
                output.result("Lease: process \(holder.process) on \(holder.host), \(state)")
            }
            return 0
        } catch {
            throw CommandFailure(error)
        }
    }
}
