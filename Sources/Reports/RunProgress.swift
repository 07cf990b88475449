public import Engine
public import Planning
import Resources
public import Terminal
public import Values

/// How far a run is, as a value: events in, lines for a live region out.
public struct RunProgress: Sendable {
    private struct Running: Sendable {
        let began: Instant
        var reason: String?
        var reasonSince: Instant
    }

    private let plan: Plan
    /// The plan's steps, and behind them those that take stages back.
    private let steps: [Step]
    /// What the gate of the stage measured last.
    private var measured = ""
    private var running: [Int: Running] = [:]
    private var isSettled: [Bool]
    private var failed = 0
    private var stage: (name: String, began: Instant)?
    private var lastSettled: Instant?
    private var began: Instant?
    private var isStopping = false
    private var isPaused = false
    /// A stage that has not begun, and when its window opens.
    private var waiting: (stage: String, until: Instant)?
    /// How many steps are done.
    public private(set) var done = 0

    public init(_ plan: Plan) {
        self.plan = plan
        steps = plan.allSteps
        isSettled = Array(repeating: false, count: steps.count)
    }

    /// When a step that runs, or ran until this event, began.
    public func beginning(of step: Int) -> Instant? { running[step]?.began }

    /// Addresses of the steps that have begun and not ended, the longest first.
    public var unfinished: [String] { inOrder.map { steps[$0].address.text } }

    public mutating func see(_ event: RunEvent) {
        switch event {
        case .stageBegan(let name, let at):
            stage = (name, at)
            measured = ""
            lastSettled = nil
            waiting = nil
            began = began ?? at
        case .stagePassed, .approvalNeeded: break
        case .stageWaits(let name, let until, _): waiting = (name, until)
        case .paused: isPaused = true
        case .resumed: isPaused = false
        case .gateMeasured(_, let text, _), .gateFailed(_, let text, _): measured = text
        case .stepBegan(let step, let at):
            running[step] = Running(began: at, reasonSince: at)
            began = began ?? at
        case .stepWaits(let step, let reason, let at):
            running[step]?.reason = reason
            running[step]?.reasonSince = at
        case .stepDone(let step, let at):
            settle(step, at)
            // What takes a stage back is no progress on the way.
            if step < plan.steps.count { done += 1 }
        case .stepFailed(let step, _, let at):
            settle(step, at)
            failed += 1
        case .cancelling: isStopping = true
        }
    }

    private mutating func settle(_ step: Int, _ at: Instant) {
        running[step] = nil
        isSettled[step] = true
        lastSettled = at
    }

    // MARK: What is shown

    /// The region's lines: one of counts, then what runs, the longest first.
    /// - Parameters:
    ///   - rows: how many lines there is room for.
    ///   - columns: how wide they may be; what a step waits for goes to a line of its own where it would not fit.
    public func lines(at now: Instant, rows: Int, columns: Int) -> [StyledLine] {
        var lines = [headline(now)]
        let order = inOrder
        let room = max(1, rows - 2)
        let shown = max(0, order.count <= room ? order.count : room - 1)
        var spare = room - order.count
        for step in order.prefix(shown) {
            let (line, reason) = (line(step, now), reason(step, now))
            if let reason, line.width + reason.width + 2 > columns, spare > 0 {
                spare -= 1
                lines += [line, StyledLine("    ") + reason]
            } else {
                lines.append(reason.map { line.adding("; ") + $0 } ?? line)
            }
        }
        if order.count > shown { lines.append(StyledLine("  and \(order.count - shown) more", .aside)) }
        if let waiting {
            lines.append(
                StyledLine("  \(waiting.stage)", .note).adding(": waits for its window, at \(waiting.until.timestamp)"))
        } else if order.isEmpty, let gate = gateLine(now) {
            lines.append(gate)
        }
        return lines
    }

    private var inOrder: [Int] {
        running.keys.sorted {
            (running[$0]?.began.milliseconds ?? 0, $0) < (running[$1]?.began.milliseconds ?? 0, $1)
        }
    }

    private func headline(_ now: Instant) -> StyledLine {
        let total = plan.steps.count
        let percent = total > 0 ? done * 100 / total : 100
        var line = StyledLine(stage.map { "Stage \($0.name): " } ?? "Run: ", .title)
            .adding("\(done) of \(total) steps done (\(percent) %)")
        if failed > 0 { line = line.adding(", ").adding("\(failed) failed", .danger) }
        if isStopping {
            line = line.adding(", ").adding("stopping (Ctrl-C again leaves at once)", .caution)
        } else if isPaused {
            line = line.adding(", ").adding("paused", .caution)
        } else if failed == 0 {
            line = line.adding(", about \(remaining(now).words) left")
        }
        return line.adding(", \(running.count) running, \((now - (began ?? now)).words) so far")
    }

    private func line(_ index: Int, _ now: Instant) -> StyledLine {
        let step = steps[index]
        guard let one = running[index] else { return "" }
        var time = (now - one.began).words
        if step.expected >= .seconds(10) { time += " of about \(step.expected.words)" }
        return StyledLine("  \(Self.gerund(step.action)) ", .note).adding("\(step.address)").adding(": \(time)", .aside)
    }

    /// What a step waits for, and since when.
    private func reason(_ index: Int, _ now: Instant) -> StyledLine? {
        guard let one = running[index], let reason = one.reason else { return nil }
        let since = now - one.reasonSince
        let line = StyledLine("waits: \(reason)")
        return since >= .seconds(2) ? line.adding(" (for \(since.words))", .aside) : line
    }

    /// What a stage waits for whose steps are all done.
    private func gateLine(_ now: Instant) -> StyledLine? {
        guard let stage, let gate = plan.stages.first(where: { $0.name == stage.name })?.gate else { return nil }
        let held = now - (lastSettled ?? stage.began)
        let line = StyledLine("  gate", .note).adding(": \(gate.measure) (\(gate.threshold)), ")
        guard !measured.isEmpty else { return line.adding("held for \(held.words) of \(gate.window.words)") }
        return line.adding("watched for \(held.words), to hold for \(gate.window.words)")
            .adding("; \(measured)", .aside)
    }

    private static func gerund(_ action: Step.Action) -> String {
        switch action {
        case .create: "creating"
        case .update: "changing"
        case .delete: "deleting"
        case .adopt: "adopting"
        case .keep: "keeping"
        case .forget: "forgetting"
        }
    }

    /// The longest way through what is left, by expected durations; what runs over its time counts as about to end.
    public func remaining(_ now: Instant) -> TimeSpan {
        CriticalPath(
            plan,
            expected: { step in
                if isSettled[step] { return .zero }
                let whole = steps[step].expected
                guard let one = running[step] else { return whole }
                let left = whole.milliseconds - (now - one.began).milliseconds
                return TimeSpan(milliseconds: max(min(1000, whole.milliseconds), left))
            },
            gate: { index in
                let whole = plan.stages[index].gate?.window ?? .zero
                guard let stage, let current = plan.stages.firstIndex(where: { $0.name == stage.name }) else {
                    return whole
                }
                if index < current { return .zero }
                guard index == current, running.isEmpty, whole > .zero else { return whole }
                let held = (now - (lastSettled ?? stage.began)).milliseconds
                return TimeSpan(milliseconds: max(0, whole.milliseconds - held))
            }
        ).duration
    }
}
