import Documents
import Engine
import Planning
import Reports
import States
import Terminal
import Values

/// What one run did, step by step, from its journal.
struct HistoryReport {
    private struct Step {
        let id: String
        let began: Instant
        var ended: Instant?
        var failure: Value?
        var waits: [StepWait] = []
    }

    private let run: RunRow
    private let entries: [JournalEntry]
    /// In the order in which they began.
    private let steps: [Step]

    init(_ run: RunRow, _ entries: [JournalEntry]) {
        self.run = run
        self.entries = entries
        var steps: [Step] = []
        var positions: [String: Int] = [:]
        for entry in entries {
            switch entry.kind {
            case .intent:
                positions[entry.step] = steps.count
                steps.append(Step(id: entry.step, began: entry.at))
            case .outcome:
                // Adopting, keeping and forgetting make no call, so they have no intent.
                if positions[entry.step] == nil {
                    positions[entry.step] = steps.count
                    steps.append(Step(id: entry.step, began: entry.at))
                }
                guard let position = positions[entry.step] else { continue }
                steps[position].ended = entry.at
                steps[position].waits = entry.waits
                if entry.detail != "done" { steps[position].failure = (try? JSON.value(from: entry.detail)) ?? [:] }
            case .stage: break
            }
        }
        self.steps = steps
    }

    /// The run over time.
    /// - Parameter outline: what its plan was like; nil where it was not kept.
    func timeline(_ outline: PlanOutline?) -> RunTimeline {
        var stages: [RunTimeline.Stage] = []
        for entry in entries where entry.kind == .stage {
            if entry.action == StageEvent.began.rawValue {
                stages.append(.init(name: entry.step, began: entry.at))
            } else if let position = stages.lastIndex(where: { $0.name == entry.step }) {
                stages[position].ended = entry.at
                stages[position].result = entry.action
                stages[position].measured = entry.detail
            }
        }
        return RunTimeline(
            began: run.began, ended: run.ended,
            bars: steps.map { step in
                RunTimeline.Bar(
                    step: step.id, began: step.began, ended: step.ended,
                    failure: step.failure.map { "\($0.text("message") ?? "") [\($0.text("code") ?? "")]" } ?? "",
                    waits: step.waits)
            }, stages: stages, outline: outline)
    }

    /// The run as a page of its own.
    func page(_ outline: PlanOutline?) -> RunPage {
        RunPage(
            timeline(outline), title: "\(run.platform): \(Self.way(run))", result: result,
            isGood: run.result == "converged", command: run.command, value: value)
    }

    /// How it ended, in counts.
    private var result: String {
        let done = steps.count { $0.ended != nil && $0.failure == nil }
        let failed = steps.count { $0.failure != nil }
        let open = steps.count - done - failed
        var counts = "\(run.result ?? "not ended: it runs, or was killed"); \(done) steps done"
        if failed > 0 { counts += ", \(failed) failed" }
        if open > 0 { counts += ", \(open) begun and not ended" }
        return counts
    }

    /// For example `apply, phase 1 -> 2`.
    static func way(_ run: RunRow) -> String {
        if run.purpose == "destroy" { return "destroy" }
        let from = run.fromPhase.map { "phase \($0)" } ?? "nothing"
        return run.fromPhase == run.toPhase
            ? "\(run.purpose), in phase \(run.toPhase)" : "\(run.purpose), \(from) -> phase \(run.toPhase)"
    }

    var lines: [StyledLine] {
        var lines: [StyledLine] = [
            StyledLine("\(run.id): \(Self.way(run)) of \(run.platform)", .title),
            StyledLine("began \(run.began.timestamp)" + (run.ended.map { ", took \(($0 - run.began).words)" } ?? "")),
        ]
        lines.append(StyledLine(result, run.result == "converged" ? .good : .caution))
        var shown: [String: Step] = [:]
        for step in steps { shown[step.id] = step }
        lines.append("")
        for entry in entries {
            switch entry.kind {
            case .stage:
                let measured = entry.detail.isEmpty ? "" : ": \(entry.detail)"
                lines.append(
                    StyledLine("\(entry.at.timestamp)  stage \(entry.step) \(entry.action)\(measured)", .title))
            case .outcome:
                guard let step = shown[entry.step] else { continue }
                lines += self.lines(step, entry)
            case .intent:
                if let step = shown[entry.step], step.ended == nil {
                    lines.append(StyledLine("\(entry.at.timestamp)  \(entry.step): begun, no outcome", .caution))
                }
            }
        }
        if run.result != "converged", !run.command.isEmpty { lines += ["", StyledLine("Go on with: \(run.command)")] }
        return lines
    }

    private func lines(_ step: Step, _ entry: JournalEntry) -> [StyledLine] {
        let span = (entry.at - step.began).words
        guard let failure = step.failure else {
            return [StyledLine("\(entry.at.timestamp)  \(step.id)").adding("  \(span)", .aside)]
        }
        var lines = [
            StyledLine("\(entry.at.timestamp)  \(step.id)").adding("  FAILED", .danger).adding(
                " after \(span)", .aside),
            StyledLine("    \(failure.text("message") ?? "") [\(failure.text("code") ?? "")]"),
        ]
        if let hint = failure.text("hint"), !hint.isEmpty { lines.append(StyledLine("    \(hint)")) }
        return lines
    }

    /// The run without its steps.
    var summary: Value {
        [
            "run": .string(run.id), "platform": .string(run.platform), "purpose": .string(run.purpose),
            "fromPhase": run.fromPhase.map(Value.int) ?? .null, "toPhase": .int(run.toPhase),
            "planHash": .string(run.planHash), "command": .string(run.command), "began": .string(run.began.timestamp),
            "ended": run.ended.map { .string($0.timestamp) } ?? .null, "result": run.result.map(Value.string) ?? .null,
        ]
    }

    var value: Value {
        summary.merging([
            "stages": .list(
                entries.filter { $0.kind == .stage }.map {
                    [
                        "stage": .string($0.step), "event": .string($0.action), "at": .string($0.at.timestamp),
                        "measured": .string($0.detail),
                    ]
                }),
            "steps": .list(
                steps.map { step in
                    [
                        "step": .string(step.id), "began": .string(step.began.timestamp),
                        "ended": step.ended.map { .string($0.timestamp) } ?? .null,
                        "seconds": step.ended.map { .int(($0 - step.began).seconds) } ?? .null,
                        "failure": step.failure ?? .null,
                        "waits": .list(
                            step.waits.map {
                                ["reason": .string($0.reason), "since": .string($0.since.timestamp)]
                            }),
                    ]
                }),
        ])
    }
}
