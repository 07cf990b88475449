public import Simulator
public import Terminal
public import Values

/// What rehearsals of a road showed, for people and for programs.
public struct SimulationReport: Sendable {
    private let outcome: Simulation.Outcome
    private let again: String

    /// - Parameter again: the command without `--seed` and `--runs`, by which one rehearsal is repeated.
    public init(_ outcome: Simulation.Outcome, again: String) {
        self.outcome = outcome
        self.again = again
    }

    private var runs: [Simulation.Run] { outcome.runs }

    private func count(_ ending: Simulation.Ending) -> Int { runs.count { $0.ending == ending } }

    /// A number at a part of the way through a sorted list.
    private func percentile(_ part: Int, _ numbers: [Int]) -> Int {
        guard !numbers.isEmpty else { return 0 }
        return numbers.sorted()[min(numbers.count - 1, numbers.count * part / 100)]
    }

    /// Why runs stopped first, the most frequent one first.
    private var reasons: [(reason: String, count: Int)] {
        var counts: [String: Int] = [:]
        for run in runs where run.ending != .converged { counts[Self.short(run.result.firstStop), default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (reason: $0.key, count: $0.value) }
    }

    /// The reason without what differs from run to run.
    private static func short(_ reason: String) -> String {
        let head = reason.split(separator: ":").first.map(String.init) ?? reason
        return head.isEmpty ? "nothing" : head
    }

    /// The report's lines.
    public var lines: [StyledLine] {
        guard !runs.isEmpty else {
            return [StyledLine("Without any fault it does not get there:", .danger)]
                + outcome.quiet.problems.map { StyledLine("  \($0)") }
        }
        let durations = runs.map(\.result.duration.milliseconds)
        let failed = runs.map(\.result.failed)
        let unavailable = runs.map(\.result.unavailable.milliseconds)
        var lines: [StyledLine] = [
            StyledLine("\(runs.count) rehearsals, seeds \(runs[0].seed) to \(runs[runs.count - 1].seed)", .title),
            StyledLine(
                "  \(count(.converged)) reached the target while things went wrong, \(count(.rolledBack)) were rolled "
                    + "back by a gate, \(count(.stopped)) stopped and went on when it was over"),
        ]
        lines += Table.lines([
            ["", "WITHOUT FAULTS", "MEDIAN", "95 %", "WORST"],
            ["duration", words(outcome.quiet.duration.milliseconds)]
                + [50, 95, 100].map { words(percentile($0, durations)) },
            ["failed requests", "\(outcome.quiet.failed)"] + [50, 95, 100].map { "\(percentile($0, failed))" },
            ["most failed for", words(outcome.quiet.unavailable.milliseconds)]
                + [50, 95, 100].map { words(percentile($0, unavailable)) },
        ]).map { StyledLine("  \($0)") }
        if !reasons.isEmpty {
            lines.append("  what stopped them first:")
            lines += reasons.prefix(5).map { StyledLine("    \($0.count) x \($0.reason)") }
        }
        let broken = runs.filter { !$0.result.problems.isEmpty }
        guard !broken.isEmpty else {
            return lines + [
                StyledLine("  Every invariant held: exactly one of everything, and an empty plan at the end.", .good)
            ]
        }
        lines.append(StyledLine("  \(broken.count) broke an invariant:", .danger))
        for run in broken.prefix(5) {
            lines.append(StyledLine("    seed \(run.seed): \(run.result.problems[0])"))
            lines += run.result.trace.map { StyledLine("      \($0)", .aside) }
            lines.append(StyledLine("      again: \(again) --seed \(run.seed) --runs 1"))
        }
        return lines
    }

    private func words(_ milliseconds: Int) -> String { TimeSpan(milliseconds: milliseconds).words }

    /// The report for programs; the same arguments give the same bytes.
    public var value: Value {
        [
            "summary": [
                "runs": .int(runs.count), "converged": .int(count(.converged)), "rolledBack": .int(count(.rolledBack)),
                "stopped": .int(count(.stopped)), "broken": .int(runs.count { !$0.result.problems.isEmpty }),
                "reasons": .object(Members(reasons.map { ($0.reason, .int($0.count)) })),
            ],
            "withoutFaults": fields(outcome.quiet),
            "runs": .list(
                runs.map {
                    fields($0.result).merging([
                        "seed": .string(String($0.seed)), "ending": .string($0.ending.rawValue),
                        "firstStop": .string($0.result.firstStop), "lives": .int($0.result.lives),
                    ])
                }),
        ]
    }

    private func fields(_ result: Rehearsal.Result) -> Value {
        [
            "durationSeconds": .int(result.duration.seconds), "answered": .int(result.answered),
            "failed": .int(result.failed), "unavailableSeconds": .int(result.unavailable.seconds),
            "problems": .strings(result.problems),
        ]
    }
}
