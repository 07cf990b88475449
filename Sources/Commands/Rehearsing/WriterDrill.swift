import Reports
import Simulator
import Terminal
import Values

/// What a game day says of the writer, when its region is lost.
struct WriterDrill {
    let region: String
    let outcome: RegionDrill.Outcome

    /// Everybody was served again, writes were taken again, and the old database was fenced.
    var isWhole: Bool {
        outcome.problem.isEmpty && outcome.servedAfter != nil && outcome.writesAfter != nil
            && outcome.fencedAfter != nil
    }

    var lines: [StyledLine] {
        func words(_ span: TimeSpan?) -> String { span.map { "after \($0.words)" } ?? "not" }
        var lines = [
            StyledLine("Game day: region \(region) is lost with the writer", .title).adding(
                " on a copy; the fake cloud stays as it is"),
            StyledLine(
                "  it moves to \(outcome.to) as `failover` moves it, called \(outcome.calledAfter.words) after the loss"
            ),
            StyledLine(
                "  \(outcome.failed) of \(max(1, outcome.failed + outcome.answered)) requests failed; everybody was served "
                    + "again \(words(outcome.servedAfter))"),
            StyledLine(
                "  writes were taken again \(words(outcome.writesAfter)), and the command ended "
                    + words(outcome.endedAfter)),
            StyledLine(
                "  \(outcome.lostRows) acknowledged rows are lost", outcome.lostRows == 0 ? .good : .caution),
            StyledLine(
                "  the old database was fenced \(words(outcome.fencedAfter)) from its region's return; it took "
                    + "\(outcome.strayRows) rows until then, which stay there",
                outcome.strayRows == 0 ? .good : .caution),
        ]
        if !outcome.problem.isEmpty { lines.append(StyledLine("  it did not end well: \(outcome.problem)", .danger)) }
        return lines
    }

    var value: Value {
        func seconds(_ span: TimeSpan?) -> Value { span.map { .int($0.seconds) } ?? .null }
        return [
            "killed": .string("region \(region)"), "movedTo": .string(outcome.to), "failed": .int(outcome.failed),
            "answered": .int(outcome.answered),
            "servedAfterSeconds": seconds(outcome.servedAfter),
            "calledAfterSeconds": seconds(outcome.calledAfter),
            "writesAfterSeconds": seconds(outcome.writesAfter), "endedAfterSeconds": seconds(outcome.endedAfter),
            "lostRows": .int(outcome.lostRows), "fencedAfterSeconds": seconds(outcome.fencedAfter),
            "strayRows": .int(outcome.strayRows), "problem": .string(outcome.problem),
        ]
    }
}
