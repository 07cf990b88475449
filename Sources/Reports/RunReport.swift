public import Engine
public import Planning
import Providers
import Resources
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
    public func line(_ event: RunEvent, done: Int, began: Instant?) -> String? {
        let total = plan.steps.count
        func count() -> String { "[\(done)/\(total)]" }
        switch event {
        case .stageBegan(let name, _): return "Stage \(name)"
        case .stagePassed(let name, let measured, _):
            return "Stage \(name) passed" + (measured.isEmpty ? "" : ": \(measured)")
        case .gateMeasured(let name, let measured, _): return "  gate of \(name): \(measured)"
        case .gateFailed(let name, let measured, _):
            return "GATE FAILED: \(name): \(measured). Its stage is taken back."
        case .stepBegan: return nil
        case .stepWaits(let step, let reason, _): return "  \(count()) \(steps[step].address): \(reason)"
        case .stepDone(let step, let at):
            let span = began.map { " in \((at - $0).words)" } ?? ""
            return "  \(count()) \(verb(steps[step])) \(steps[step].address)\(span)"
        case .stepFailed(let step, let failure, _):
            return "  \(count()) FAILED \(steps[step].address): \(failure.message)"
        case .cancelling: return "Stopping: nothing new begins; what runs is finished and journaled."
        }
    }

    private func verb(_ step: Step) -> String {
        switch step.action {
        case .create: "created"
        case .update: "changed"
        case .delete: "deleted"
        case .adopt: "adopted"
        case .keep: "kept"
        case .forget: "forgot"
        }
    }

    /// The end: root causes only, and the command that goes on.
    public func lines(_ summary: RunSummary, again: String) -> [String] {
        let span = (summary.ended - summary.began).words
        switch summary.result {
        case .converged: return ["Done: \(summary.done) steps in \(span)."]
        case .cancelled:
            return ["Stopped after \(summary.done) of \(plan.steps.count) steps.", "Go on with: \(again)"]
        case .rolledBack:
            var lines = ["", "Rolled back: users are served as before the stage; nothing was lost."]
            if let gate = summary.failedGate {
                lines += ["  gate of \(gate.stage): \(gate.condition)", "  measured: \(gate.measured)"]
            }
            return lines + ["Mend the cause, then go on with: \(again)"]
        case .failed:
            var lines = ["", "\(summary.done) steps done, \(summary.left) left, \(summary.rootCauses.count) failed:"]
            for cause in summary.rootCauses {
                lines.append("  \(cause.address): \(cause.failure.message) [\(cause.failure.code)]")
                if !cause.failure.hint.isEmpty { lines.append("    \(cause.failure.hint)") }
                if !cause.failure.requestID.isEmpty { lines.append("    request \(cause.failure.requestID)") }
            }
            return lines + ["Go on with: \(again)"]
        }
    }
}
