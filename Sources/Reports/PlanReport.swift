import Documents
public import Planning
import Resources
public import Terminal
import Values

/// A plan for people: counts and dangers first, then by stage and region.
public struct PlanReport: Sendable {
    private let plan: Plan
    private let isVerbose: Bool

    public init(_ plan: Plan, isVerbose: Bool = false) {
        self.plan = plan
        self.isVerbose = isVerbose
    }

    /// The report's lines.
    public var lines: [StyledLine] {
        guard !plan.isEmpty else {
            let wanted =
                switch plan.purpose {
                case .destroy: "nothing of \(plan.platform) is left to destroy."
                case .failover, .failback: "the writer of \(plan.platform) stands there, and nothing is left to do."
                case .apply, .rollback, .refreshOnly:
                    "\(plan.platform) is what the spec wants (phase \(plan.toPhase))."
                }
            return [StyledLine("No changes: \(wanted)", .good)] + dangers
        }
        return summary + dangers + plan.stages.flatMap(stage) + ["", legend]
    }

    /// What must be in sight when the question is asked: the counts and the dangers once more, when the report is higher
    /// than the screen; nothing otherwise.
    public func reminder(height: Int) -> [StyledLine] {
        let all = lines
        guard !plan.isEmpty, all.count >= height else { return [] }
        return dangers.isEmpty ? ["", counts] : dangers + [counts]
    }

    var summary: [StyledLine] {
        let from = plan.fromPhase.map { "phase \($0)" } ?? "nothing"
        let way =
            switch plan.purpose {
            case .destroy: "\(plan.platform): destroy everything"
            case .rollback: "\(plan.platform): back to phase \(plan.toPhase), where the interrupted road began"
            case .failover: "\(plan.platform): the writer moves to another region"
            case .failback: "\(plan.platform): the writer comes home"
            case .apply, .refreshOnly:
                plan.fromPhase == plan.toPhase
                    ? "\(plan.platform): changes in phase \(plan.toPhase)"
                    : "\(plan.platform): \(from) -> phase \(plan.toPhase)"
            }
        let path = CriticalPath(plan)
        var time = "Expected: about \(path.duration.words)"
        if let dominant = path.dominant(in: plan) {
            time += ", of which \(ShortText.kind(dominant.kind)) \(dominant.span.words)"
        }
        return [StyledLine(way, .title), counts, StyledLine(time + ".")]
    }

    private var counts: StyledLine {
        let counts: [(String, Style.Role, Int)] = [
            ("to create", .good, plan.steps.count { $0.action == .create && !$0.isReplacement }),
            ("to change", .caution, plan.steps.count { $0.action == .update }),
            ("to replace", .danger, plan.steps.count { $0.action == .create && $0.isReplacement }),
            ("to delete", .danger, plan.steps.count { $0.action == .delete && !$0.isReplacement }),
            ("to adopt", .note, plan.steps.count { $0.action == .adopt }),
            ("to keep", .note, plan.steps.count { $0.action == .keep }),
            ("to forget", .aside, plan.steps.count { $0.action == .forget }),
        ]
        guard !plan.steps.isEmpty else {
            return StyledLine("Plan: ", .title).adding("no step, but a gate to pass", .caution).adding(".")
        }
        var shown = StyledLine("Plan: ", .title)
        for (position, (what, role, number)) in counts.filter({ $0.2 > 0 }).enumerated() {
            shown = shown.adding(position > 0 ? ", " : "").adding("\(number) \(what)", role)
        }
        return shown.adding(".")
    }

    var dangers: [StyledLine] {
        var lines = plan.warnings.map { StyledLine("! \($0)", .danger) }
        for step in plan.steps where !step.interruption.isEmpty {
            lines.append(StyledLine("! \(step.address): \(step.interruption.uppercased())", .danger))
        }
        for stage in plan.stages
        where stage.isPointOfNoReturn && plan.steps.contains(where: { $0.stage == stage.name }) {
            lines.append(StyledLine("! POINT OF NO RETURN: stage \(stage.name)", .danger))
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func stage(_ stage: Stage) -> [StyledLine] {
        let steps = plan.steps.filter { $0.stage == stage.name }
        var lines: [StyledLine] = [
            "",
            StyledLine("Stage \(stage.name)", .title)
                .adding(stage.isPointOfNoReturn ? " (no way back from here)" : "", .danger),
        ]
        let regions = Set(steps.map(\.address.scope)).sorted()
        for region in regions {
            lines.append(StyledLine("  \(region)", .note))
            for step in steps.filter({ $0.address.scope == region }).sorted(by: {
                ($0.address, $0.generation) < ($1.address, $1.generation)
            }) {
                lines += self.step(step)
            }
        }
        if steps.isEmpty, !stage.provenContents.isEmpty {
            lines.append(StyledLine("  no step: an earlier run took them, and ended before its gate", .caution))
        }
        if stage.needsApproval {
            lines.append(StyledLine("  approval: a run stops before it until --approve \(stage.name)", .caution))
        }
        if !stage.windows.isEmpty {
            let windows = stage.windows.map(\.words).joined(separator: ", or ")
            lines.append(StyledLine("  window: it begins only \(windows)", .aside))
        }
        if let limit = stage.timeLimit {
            lines.append(StyledLine("  time limit: \(limit.words) with its gate", .aside))
        }
        if let gate = stage.gate {
            let window = gate.window > .zero ? ", for \(gate.window.words)" : ""
            lines.append(StyledLine("  gate: \(gate.measure) (\(gate.threshold)\(window))", .aside))
            for measurement in gate.measurements { lines.append(StyledLine("    \(measurement.text)", .aside)) }
        }
        if !stage.undo.isEmpty { lines.append(StyledLine("  undo: \(stage.undo)", .aside)) }
        return lines
    }

    private func step(_ step: Step) -> [StyledLine] {
        let symbol = PlanSymbol(step)
        var line = StyledLine("    ").adding(symbol.text, symbol.role)
            .adding(" \(step.address.local)  ").adding(ShortText.kind(step.kind), .aside)
        if step.action != .create || step.isReplacement { line = line.adding("  (\(step.reason.sentence))", .aside) }
        var lines = [line]
        for change in step.changes {
            lines += ChangeText.of(change).map {
                StyledLine("        \($0.path): \($0.old) -> \($0.new)")
                    .adding(change.forcesReplacement ? "  forces replacement" : "", .danger)
            }
        }
        if isVerbose, step.action == .create, !step.isReplacement {
            for pair in step.properties.members {
                lines.append(StyledLine("        \(pair.name): \(ShortText.value(pair.value))"))
            }
        }
        return lines
    }

    private var legend: StyledLine {
        let used = Set(plan.steps.map { PlanSymbol($0) })
        var line = StyledLine("")
        for (position, symbol) in PlanSymbol.allCases.filter(used.contains).enumerated() {
            line = line.adding(position > 0 ? "   " : "").adding(symbol.text, symbol.role)
                .adding(" \(symbol.meaning)")
        }
        return line
    }
}
