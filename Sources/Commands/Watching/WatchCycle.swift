import CloudCalls
import Documents
import Planning
import Reports
import Resources
import Specs
import States
import Terminal
import Values

/// One look of the loop: what drifted, what a plan would do, and, where that is asked for, doing it.
struct WatchCycle {
    enum Result: String, CaseIterable { case inSync, changes, applied, failed, stopped }

    let number: Int
    var at = Instant(milliseconds: 0)
    var took = TimeSpan.zero
    var result = Result.failed
    var drift: [Drift] = []
    var steps = 0
    var failure = ""
    var specChanged = false

    var value: Value {
        [
            "type": "cycle", "cycle": .int(number), "at": .string(at.timestamp), "result": .string(result.rawValue),
            "milliseconds": .int(took.milliseconds), "steps": .int(steps), "specChanged": .bool(specChanged),
            "drift": DriftReport(drift, platform: "").value,
            "failure": failure.isEmpty ? .null : .string(failure),
        ]
    }

    func lines(_ platform: String) -> [StyledLine] {
        let (word, role): (String, Style.Role) =
            switch result {
            case .inSync: ("is as its spec wants", .good)
            case .changes: ("differs from its spec: \(steps) steps", .caution)
            case .applied: ("was brought back by \(steps) steps", .good)
            case .failed: (failure, .danger)
            case .stopped: ("stopped as asked", .plain)
            }
        var lines = [StyledLine("\(at.timestamp)  ", .aside).adding("\(platform) ").adding(word, role)]
        for one in drift {
            for change in one.properties {
                lines += ChangeText.of(change.path, change.old, change.new).map {
                    StyledLine("  \(one.address): \($0.path): ").adding("\($0.old) -> \($0.new)", .caution)
                }
            }
            if one.properties.isEmpty {
                lines.append(StyledLine("  \(one.address): ").adding(DriftReport.words(one.change), .caution))
            }
        }
        return lines
    }
}
