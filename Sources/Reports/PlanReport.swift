import Documents
public import Planning
import Resources
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
    public var lines: [String] {
        guard !plan.isEmpty else {
            return ["No changes: \(plan.platform) is what the spec wants (phase \(plan.toPhase))."]
        }
        return summary + dangers + plan.stages.flatMap(stage) + ["", legend]
    }

    private var summary: [String] {
        let from = plan.fromPhase.map { "phase \($0)" } ?? "nothing"
        let way =
            plan.purpose == .destroy
            ? "\(plan.platform): destroy everything"
            : plan.fromPhase == plan.toPhase
                ? "\(plan.platform): changes in phase \(plan.toPhase)"
                : "\(plan.platform): \(from) -> phase \(plan.toPhase)"
        let counts: [(String, Int)] = [
            ("to create", plan.steps.count { $0.action == .create && !$0.isReplacement }),
            ("to change", plan.steps.count { $0.action == .update }),
            ("to replace", plan.steps.count { $0.action == .create && $0.isReplacement }),
            ("to delete", plan.steps.count { $0.action == .delete && !$0.isReplacement }),
            ("to adopt", plan.steps.count { $0.action == .adopt }),
            ("to keep", plan.steps.count { $0.action == .keep }),
            ("to forget", plan.steps.count { $0.action == .forget }),
        ]
        let shown = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let path = CriticalPath(plan)
        var time = "Expected: about \(path.duration.words)"
        if let dominant = path.dominant(in: plan) {
            time += ", of which \(shortKind(dominant.kind)) \(dominant.span.words)"
        }
        return [way, "Plan: \(shown.joined(separator: ", ")).", time + "."]
    }

    private var dangers: [String] {
        var lines = plan.warnings.map { "! \($0)" }
        for step in plan.steps where !step.interruption.isEmpty {
            lines.append("! \(step.address): \(step.interruption.uppercased())")
        }
        if let stage = plan.stages.first(where: { $0.isPointOfNoReturn }),
            plan.steps.contains(where: { $0.stage == stage.name })
        {
            lines.append("! POINT OF NO RETURN: stage \(stage.name)")
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func stage(_ stage: Stage) -> [String] {
        let steps = plan.steps.filter { $0.stage == stage.name }
        var lines = ["", "Stage \(stage.name)" + (stage.isPointOfNoReturn ? " (no way back from here)" : "")]
        let regions = Set(steps.map(\.address.scope)).sorted()
        for region in regions {
            lines.append("  \(region)")
            for step in steps.filter({ $0.address.scope == region }).sorted(by: {
                ($0.address, $0.generation) < ($1.address, $1.generation)
            }) {
                lines += self.step(step)
            }
        }
        if let gate = stage.gate {
            let window = gate.window > .zero ? ", for \(gate.window.words)" : ""
            lines.append("  gate: \(gate.measure) (\(gate.threshold)\(window))")
        }
        if !stage.undo.isEmpty { lines.append("  undo: \(stage.undo)") }
        return lines
    }

    private func step(_ step: Step) -> [String] {
        var line = "    \(symbol(step)) \(step.address.local)  \(shortKind(step.kind))"
        if step.action != .create || step.isReplacement { line += "  (\(step.reason.sentence))" }
        var lines = [line]
        for change in step.changes {
            var text = "        \(change.path): \(short(change.old)) -> "
            text += change.isUnknown ? "(known after apply)" : short(change.new)
            if change.forcesReplacement { text += "  forces replacement" }
            lines.append(text)
        }
        if isVerbose, step.action == .create, !step.isReplacement {
            for pair in step.properties.members { lines.append("        \(pair.name): \(short(pair.value))") }
        }
        return lines
    }

    private func symbol(_ step: Step) -> String {
        switch step.action {
        case .create: step.isReplacement ? "±" : "+"
        case .update: "~"
        case .delete: "-"
        case .adopt: "<"
        case .keep: "="
        case .forget: "."
        }
    }

    private var legend: String {
        let used = Set(plan.steps.map(symbol))
        let all = [
            ("+", "create"), ("~", "change in place"), ("±", "replace"), ("-", "delete"), ("<", "adopt"),
            ("=", "keep, outside of every plan"), (".", "forget"),
        ]
        return all.filter { used.contains($0.0) }.map { "\($0.0) \($0.1)" }.joined(separator: "   ")
    }

    private func shortKind(_ kind: Kind) -> String {
        kind.name.hasPrefix("AWS::") ? String(kind.name.dropFirst(5)) : kind.name
    }

    /// A value on one line, long ones cut.
    private func short(_ value: Value?) -> String {
        guard let value else { return "(none)" }
        if case .reference(let reference) = value { return "(\(reference.attribute) of \(reference.address))" }
        let text = JSON.text(of: value)
        return text.count <= 80 ? text : text.prefix(77) + "..."
    }
}
