public import Engine
public import Planning
import Providers
import Resources
public import Terminal
public import Values

/// A run for people, line by line.
public struct RunReport: Sendable {
    private let plan: Plan
    private let steps: [Step]

    public init(_ plan: Plan) {
        self.plan = plan
        steps = plan.allSteps
    }

    /// The line of an event; nil for what needs none.
    /// - Parameters:
    ///   - done: how many steps are done.
    ///   - began: when the event's step began.
    public func line(_ event: RunEvent, done: Int, began: Instant?) -> StyledLine? {
        let count = StyledLine("  [\(done)/\(plan.steps.count)] ", .aside)
        switch event {
        case .stageBegan(let name, _): return StyledLine("Stage \(name)", .title)
        case .stagePassed(let name, let measured, _):
            return StyledLine("Stage \(name) passed").adding(measured.isEmpty ? "" : ": \(measured)", .aside)
        case .gateMeasured(let name, let measured, _): return StyledLine("  gate of \(name): \(measured)", .aside)
        case .gateFailed(let name, let measured, _):
            return StyledLine("GATE FAILED: \(name)", .danger).adding(": \(measured). Its stage is taken back.")
        case .stageWaits(let name, let until, _):
            return StyledLine("Stage \(name) waits for its window, which opens at \(until.timestamp)", .caution)
        case .approvalNeeded(let name, _): return StyledLine("Stage \(name) waits for somebody's approval", .caution)
        case .paused:
            return StyledLine("Paused: no new step and no new stage begins until `reconcile resume`.", .caution)
        case .resumed: return StyledLine("Resumed.")
        case .stepBegan: return nil
        case .stepWaits(let step, let reason, _):
            return count.adding("\(steps[step].address): ").adding(reason, .aside)
        case .stepDone(let step, let at):
            let span = began.map { " in \((at - $0).words)" } ?? ""
            return count.adding(Self.verb(steps[step].action), .good)
                .adding(" \(steps[step].address)").adding(span, .aside)
        case .stepFailed(let step, let failure, _):
            return count.adding("FAILED", .danger).adding(" \(steps[step].address): \(failure.message)")
        case .cancelling:
            return StyledLine(
                "Stopping: nothing new begins; what runs is finished and journaled. Ctrl-C again leaves at once.",
                .caution)
        }
    }

    static func verb(_ action: Step.Action) -> String {
        switch action {
        case .create: "created"
        case .update: "changed"
        case .delete: "deleted"
        case .adopt: "adopted"
        case .keep: "kept"
        case .forget: "forgot"
        }
    }

    /// The end: root causes only, and the command that goes on.
    /// - Parameter unfinished: addresses of what has begun and was not waited for.
    public func lines(_ summary: RunSummary, unfinished: [String] = [], again: String) -> [StyledLine] {
        let span = (summary.ended - summary.began).words
        switch summary.result {
        case .converged: return [StyledLine("Done: \(summary.done) steps in \(span).", .good)]
        case .cancelled:
            var lines = [
                StyledLine("Stopped after \(summary.done) of \(plan.steps.count) steps, in \(span).", .caution)
            ]
            if !unfinished.isEmpty {
                let shown = unfinished.prefix(3).joined(separator: ", ")
                let more = unfinished.count > 3 ? " and \(unfinished.count - 3) more" : ""
                lines.append("Begun and not waited for: \(shown)\(more). The cloud goes on with it.")
            }
            return lines + [StyledLine("Go on with: \(again)")]
        case .awaitsApproval:
            let stage = summary.awaited ?? ""
            return [
                StyledLine(
                    "Stopped before the stage \(stage), which somebody must approve: \(summary.done) of ", .caution
                )
                .adding("\(plan.steps.count) steps done, in \(span)."),
                StyledLine("Look at it with `plan`, then go on with: \(again) --approve \(stage)"),
            ]
        case .rolledBack:
            var lines: [StyledLine] = [
                "", StyledLine("Rolled back: users are served as before the stage.", .caution),
            ]
            if let gate = summary.failedGate {
                lines += [
                    StyledLine("  gate of \(gate.stage): \(gate.condition)"),
                    StyledLine("  measured: \(gate.measured)"),
                ]
            }
            return lines + [StyledLine("Mend the cause, then go on with: \(again)")]
        case .failed:
            var lines: [StyledLine] = [
                "",
                StyledLine(
                    "\(summary.done) steps done, \(summary.left) left, \(summary.rootCauses.count) failed:", .danger),
            ]
            for cause in summary.rootCauses {
                lines.append("  \(cause.address): \(cause.failure.message) [\(cause.failure.code)]")
                if !cause.failure.hint.isEmpty { lines.append("    \(cause.failure.hint)") }
                if !cause.failure.requestID.isEmpty { lines.append("    request \(cause.failure.requestID)") }
            }
            return lines + [StyledLine("Go on with: \(again)")]
        }
    }
}
