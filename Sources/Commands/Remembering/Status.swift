import Blueprints
import Documents
import Planning
import Resources
import States
import Terminal
import Values

/// `reconcile status`.
enum Status {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let store = try Session.openStore(options)
        do throws(StateError) {
            let platforms = try store.platforms()
            if options.has("json") {
                var values: [Value] = []
                for row in platforms { values.append(value(row, try store.recorded(row.name))) }
                output.result(JSON.pretty(.list(values)))
                return 0
            }
            if platforms.isEmpty { output.result("No platform yet.") }
            for row in platforms {
                for line in lines(row, try store.recorded(row.name), try store.runs(row.name).first) {
                    output.result(line)
                }
            }
            if let holder = try store.leaseHolder(), holder.isHeld {
                let state = holder.isAliveHere ? "running" : "gone: the next run takes it over"
                output.result("Lease: process \(holder.process) on \(holder.host), \(state)")
            }
            return 0
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func lines(_ row: PlatformRow, _ recorded: [RecordedResource], _ last: RunRow?) -> [StyledLine] {
        let phase = row.phase.map { "phase \($0)" } ?? (recorded.contains { !$0.isKept } ? "begun" : "nothing")
        var lines = [
            StyledLine(row.name, .title).adding(
                ": \(phase), \(recorded.count { !$0.isKept }) resources, account \(row.account) of \(row.provider)")
        ]
        if let road = row.road {
            lines.append(
                StyledLine(
                    "  on the road \(road.name) to phase \(road.leadsTo): \(road.furthest.rawValue) has begun", .caution
                ))
        }
        if let since = row.pausedSince {
            let at = Instant(milliseconds: since * 1000).timestamp
            lines.append(StyledLine("  paused since \(at): nothing new begins until `reconcile resume`", .caution))
        }
        if let writer = writer(recorded) {
            let from = writer.cameFrom.map { ", moved from \($0)" } ?? ""
            let copies = writer.isCopied ? "" : "; no other region has a copy"
            lines.append(
                StyledLine("  writer: \(writer.region)\(from)\(copies)", writer.isCopied ? .plain : .caution))
        }
        for region in Standing(observed: recorded.map(\.observation))?.lost ?? [] {
            let count = recorded.count { $0.observation.address.scope == region }
            lines.append(
                StyledLine(
                    "  lost: \(region), where state knew of \(count) resources: they go when it answers again", .caution
                ))
        }
        for record in recorded where record.isKept {
            lines.append("  kept: \(record.observation.address) (\(record.observation.physicalID))")
        }
        if let last {
            lines.append("  last run: \(last.id), \(last.result ?? "not ended")")
            if last.result != "converged", !last.command.isEmpty { lines.append("  go on with: \(last.command)") }
        }
        return lines
    }

    /// Where the writer stands; nil where it never moved.
    private static func writer(_ recorded: [RecordedResource]) -> Writer? {
        Standing(observed: recorded.map(\.observation))?.writer
    }

    private static func value(_ row: PlatformRow, _ recorded: [RecordedResource]) -> Value {
        [
            "platform": .string(row.name), "account": .string(row.account), "provider": .string(row.provider),
            "phase": row.phase.map(Value.int) ?? .null, "serial": .int(row.serial),
            "resources": .int(recorded.count { !$0.isKept }),
            "writer": writer(recorded).map { writer in
                [
                    "region": .string(writer.region), "moves": .int(writer.term), "isCopied": .bool(writer.isCopied),
                ]
            } ?? .null,
            "pausedSince": row.pausedSince.map { .string(Instant(milliseconds: $0 * 1000).timestamp) } ?? .null,
            "kept": .strings(recorded.filter(\.isKept).map(\.observation.address.text)),
            "road": row.road.map { road in
                [
                    "name": .string(road.name), "stage": .string(road.furthest.rawValue), "run": .string(road.run),
                    "leadsTo": .int(road.leadsTo), "command": .string(road.command),
                ]
            } ?? .null,
        ]
    }
}
