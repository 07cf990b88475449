public import Simulator
public import Terminal
public import Values

/// What rehearsals of a road showed, for people and for programs.
public struct SimulationReport: Sendable {
    /// What the rehearsals gave.
    public let outcome: Simulation.Outcome
    private let again: String
    private let shrunk: Shrinking.Shrunk?

    /// - Parameters:
    ///   - again: the command without `--seed` and `--runs`, by which one rehearsal is repeated.
    ///   - shrunk: what is left of the first rehearsal that broke an invariant.
    public init(_ outcome: Simulation.Outcome, again: String, shrunk: Shrinking.Shrunk? = nil) {
        self.outcome = outcome
        self.again = again
        self.shrunk = shrunk
    }

    private var runs: [Simulation.Run] { outcome.runs }

    private func count(_ ending: Simulation.Ending) -> Int { runs.count { $0.ending == ending } }

    /// A number at a part of the way through a sorted list.
    private func percentile(_ part: Int, _ numbers: [Int]) -> Int {
        guard !numbers.isEmpty else { return 0 }
        return numbers.sorted()[min(numbers.count - 1, numbers.count * part / 100)]
    }

    /// Why runs stopped first, the most frequent one first.
    var reasons: [(name: String, count: Int)] {
        Self.counted(runs.filter { $0.ending != .converged }.map(\.result.firstStop))
    }

    /// How many runs each gate took back before users got more of what it measured.
    var gates: [(name: String, count: Int)] { Self.counted(runs.flatMap { Set($0.result.failedGates) }) }

    private static func counted(_ names: [String]) -> [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for name in names { counts[name.isEmpty ? "nothing" : name, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (name: $0.key, count: $0.value) }
    }

    /// The runs that users or we would like least, the worst first.
    public func worst(_ count: Int) -> [Simulation.Run] {
        Array(
            runs.sorted { left, right in
                func rank(_ run: Simulation.Run) -> [Int] {
                    let result = run.result
                    return [
                        result.breaches.count, result.failed, result.unavailable.milliseconds,
                        run.ending == .converged ? 0 : 1, result.duration.milliseconds,
                    ]
                }
                let (one, other) = (rank(left), rank(right))
                return one == other ? left.seed < right.seed : other.lexicographicallyPrecedes(one)
            }.prefix(count))
    }

    /// The report's lines.
    public var lines: [StyledLine] {
        guard !runs.isEmpty else {
            return [StyledLine("Without any fault it does not get there:", .danger)]
                + outcome.quiet.problems.map { StyledLine("  \($0)") }
        }
        let durations = runs.map(\.result.duration.milliseconds)
        let failed = runs.map(\.result.failed)
        let refused = runs.map(\.result.refusedWrites)
        let unavailable = runs.map(\.result.unavailable.milliseconds)
        var lines: [StyledLine] = [
            StyledLine("\(runs.count) rehearsals, seeds \(runs[0].seed) to \(runs[runs.count - 1].seed)", .title),
            StyledLine(
                "  \(count(.converged)) reached the target while things went wrong, \(count(.rolledBack)) were rolled "
                    + "back by a gate, \(count(.stopped)) stopped and went on when it was over"),
        ]
        let lost = runs.map(\.result.lostRows)
        lines += Table.lines([
            ["", "WITHOUT FAULTS", "MEDIAN", "95 %", "WORST"],
            ["duration", words(outcome.quiet.duration.milliseconds)]
                + [50, 95, 100].map { words(percentile($0, durations)) },
            ["failed requests", "\(outcome.quiet.failed)"] + [50, 95, 100].map { "\(percentile($0, failed))" },
            ["most failed for", words(outcome.quiet.unavailable.milliseconds)]
                + [50, 95, 100].map { words(percentile($0, unavailable)) },
            ["refused writes", "\(outcome.quiet.refusedWrites)"]
                + [50, 95, 100].map { "\(percentile($0, refused))" },
            ["lost rows", "\(outcome.quiet.lostRows)"] + [50, 95, 100].map { "\(percentile($0, lost))" },
        ]).map { StyledLine("  \($0)") }
        if !reasons.isEmpty {
            lines.append("  what stopped them first:")
            lines += reasons.prefix(5).map { StyledLine("    \($0.count) x \($0.name)") }
        }
        if !gates.isEmpty {
            lines.append("  gates that took a stage back:")
            lines += gates.map { StyledLine("    \($0.name): \($0.count) \($0.count == 1 ? "run" : "runs")") }
        }
        let broken = runs.filter { !$0.result.problems.isEmpty }
        guard !broken.isEmpty else {
            return lines + [
                StyledLine("  Every invariant held in all of them: I1 to I\(Invariant.allCases.count).", .good)
            ]
        }
        lines.append(StyledLine("  \(broken.count) broke an invariant:", .danger))
        for run in broken.prefix(5) {
            lines.append(StyledLine("    seed \(run.seed): \(run.result.problems[0])"))
            lines += run.result.trace.map { StyledLine("      \($0)", .aside) }
            lines.append(StyledLine("      again: \(again) --seed \(run.seed) --runs 1"))
        }
        return lines + shrunkLines
    }

    private var shrunkLines: [StyledLine] {
        guard let shrunk else { return [] }
        var lines = [
            StyledLine("Seed \(shrunk.seed) with as little as it takes", .title).adding(
                " (\(shrunk.keep.count) of \(shrunk.mishapsBefore) mishaps, found in \(shrunk.tries) rehearsals):"),
            StyledLine("  \(shrunk.breach.text)", .danger), StyledLine("  \(command(shrunk))", .note),
        ]
        let trace = shrunk.recording?.lines ?? []
        if trace.count > 60 { lines.append(StyledLine("    (\(trace.count - 60) earlier lines)", .aside)) }
        return lines + trace.suffix(60).map { StyledLine("    \($0)", .aside) }
    }

    private func command(_ shrunk: Shrinking.Shrunk) -> String {
        let without = shrunk.without.map { " --without \($0)" }.joined()
        let keep = shrunk.keep.isEmpty ? "none" : shrunk.keep.map(String.init).joined(separator: ",")
        return "\(again)\(without) --seed \(shrunk.seed) --runs 1 --keep \(keep)"
    }

    private func words(_ milliseconds: Int) -> String { TimeSpan(milliseconds: milliseconds).words }

    /// The report for programs; the same arguments give the same bytes.
    public var value: Value {
        [
            "summary": [
                "runs": .int(runs.count), "converged": .int(count(.converged)), "rolledBack": .int(count(.rolledBack)),
                "stopped": .int(count(.stopped)), "broken": .int(runs.count { !$0.result.problems.isEmpty }),
                "reasons": .object(Members(reasons.map { ($0.name, .int($0.count)) })),
            ],
            "invariants": .list(
                Invariant.allCases.map { invariant in
                    let count = runs.count { $0.result.breaches.contains { $0.invariant == invariant } }
                    return [
                        "code": .string(invariant.code), "sentence": .string(invariant.sentence), "broken": .int(count),
                    ]
                }),
            "gates": .object(Members(gates.map { ($0.name, .int($0.count)) })),
            "shrunk": shrunk.map { shrunk in
                [
                    "seed": .string(String(shrunk.seed)), "keep": .list(shrunk.keep.map(Value.int)),
                    "without": .strings(shrunk.without), "breach": .string(shrunk.breach.text),
                    "command": .string(command(shrunk)), "trace": .strings(shrunk.recording?.lines ?? []),
                ]
            } ?? .null,
            "withoutFaults": fields(outcome.quiet),
            "runs": .list(
                runs.map {
                    fields($0.result).merging([
                        "seed": .string(String($0.seed)), "ending": .string($0.ending.rawValue),
                        "firstStop": .string($0.result.firstStop), "lives": .int($0.result.lives),
                        "firstStopDetail": .string($0.result.firstStopDetail), "mishaps": .int($0.result.mishaps),
                        "calls": .int($0.result.allCalls),
                    ])
                }),
        ]
    }

    private func fields(_ result: Rehearsal.Result) -> Value {
        [
            "durationSeconds": .int(result.duration.seconds), "answered": .int(result.answered),
            "failed": .int(result.failed), "failedInStatedRestarts": .int(result.restarting),
            "refusedWrites": .int(result.refusedWrites), "lostRows": .int(result.lostRows),
            "unavailableSeconds": .int(result.unavailable.seconds),
            "problems": .strings(result.problems),
        ]
    }
}
