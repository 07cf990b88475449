public import Planning
import Resources
import Terminal
import Values

/// A plan as a comment on a pull request: counts and dangers in sight, the rest folded, never over a size.
///
/// The same plan gives the same text, and its first line is a marker by which a bot finds its comment again.
public struct PlanMarkdown: Sendable {
    /// GitHub takes 65,536 characters in a comment.
    public static let limit = 60_000

    private let plan: Plan
    private let hash: String
    private let cost: CostReport
    private let policy: [String]

    /// - Parameter policy: what breaks the rules that the plan was held against, as lines.
    public init(_ plan: Plan, hash: String, cost: CostReport, policy: [String] = []) {
        self.plan = plan
        self.hash = hash
        self.cost = cost
        self.policy = policy
    }

    /// The first line of every comment about a platform's plan.
    public static func marker(_ platform: String) -> String { "<!-- reconcile plan of \(platform) -->" }

    public func text(limit: Int = PlanMarkdown.limit) -> String {
        var text = MarkdownText(limit: limit)
        text.add(Self.marker(plan.platform))
        let report = PlanReport(plan)
        guard !plan.isEmpty else {
            text.add("### \(MarkdownText.escaped(plan.platform)): no changes")
            text.add("It is what the spec wants (phase \(plan.toPhase)).")
            addDangers(report, to: &text)
            return text.finished
        }
        let summary = report.summary.map(\.plain)
        text.add("### " + MarkdownText.escaped(summary[0]))
        text.add("**\(MarkdownText.escaped(summary[1]))**\n" + MarkdownText.escaped(summary[2]))
        addDangers(report, to: &text)
        if !policy.isEmpty { text.add(policy.joined(separator: "\n")) }
        text.add(cost.markdown.joined(separator: "\n"))
        text.end = footer
        for group in Group.allCases { text.fold(group.title, of: lines(group), isOpen: group.isOpen) }
        text.fold("Stages, gates and ways back", of: stages, isOpen: false)
        return text.finished
    }

    private func addDangers(_ report: PlanReport, to text: inout MarkdownText) {
        let dangers = report.dangers.map(\.plain).filter { !$0.isEmpty }
        guard !dangers.isEmpty else { return }
        text.add(
            "> [!CAUTION]\n"
                + MarkdownText.few(dangers, 40).map { "> - \(MarkdownText.escaped($0, from: 2))" }
                .joined(separator: "\n"))
    }

    private var footer: String {
        "<sub>plan `\(hash.prefix(12))`, spec `\(plan.specHash.prefix(12))`, state \(plan.stateSerial), "
            + "provider \(plan.provider), account \(plan.account)</sub>"
    }

    /// What cannot be taken back stands first.
    private enum Group: CaseIterable {
        case delete, replace, change, create, other

        init(_ step: Step) {
            switch step.action {
            case .delete: self = step.isReplacement ? .replace : .delete
            case .create: self = step.isReplacement ? .replace : .create
            case .update: self = .change
            case .adopt, .keep, .forget: self = .other
            }
        }

        var title: String {
            switch self {
            case .delete: "Delete"
            case .replace: "Replace"
            case .change: "Change"
            case .create: "Create"
            case .other: "Adopt, keep or forget"
            }
        }

        var isOpen: Bool { self == .delete || self == .replace }
    }

    /// One entry a step, in the colours that a `diff` block has.
    private func lines(_ group: Group) -> [String] {
        let steps = plan.steps.filter { Group($0) == group }
            // A replacement is two steps of one resource, and told as one.
            .filter { group != .replace || $0.action == .create }
            .sorted { ($0.address, $0.generation) < ($1.address, $1.generation) }
        return steps.map { step in
            let sign =
                switch group {
                case .delete: "-"
                case .create: "+"
                case .replace, .change, .other: "!"
                }
            let verb = group == .other ? "\(step.action.rawValue) " : ""
            // Where the properties stand below, they say it.
            let why = step.changes.isEmpty && (group == .replace || group == .change) || group == .other
            let reason = why ? "  (\(step.reason.sentence))" : ""
            var lines = ["\(sign) \(verb)\(step.address)  \(ShortText.kind(step.kind))\(reason)"]
            for change in step.changes {
                let forced = change.forcesReplacement ? "  forces replacement" : ""
                for text in ChangeText.of(change) {
                    if change.old != nil { lines.append("-     \(text.path): \(text.old)") }
                    if change.isUnknown || change.new != nil {
                        lines.append("+     \(text.path): \(text.new)\(forced)")
                    }
                }
            }
            return lines.joined(separator: "\n")
        }
    }

    private var stages: [String] {
        plan.stages.map { stage in
            let count = plan.steps.count { $0.stage == stage.name }
            var lines = ["  \(stage.name): \(count) steps" + (stage.isPointOfNoReturn ? ", NO WAY BACK from here" : "")]
            if let gate = stage.gate {
                let window = gate.window > .zero ? ", for \(gate.window.words)" : ""
                lines.append("      gate: \(gate.measure) (\(gate.threshold)\(window))")
                lines += gate.measurements.map { "        \($0.text)" }
            }
            if !stage.undo.isEmpty { lines.append("      undo: \(stage.undo)") }
            return lines.joined(separator: "\n")
        }
    }
}
