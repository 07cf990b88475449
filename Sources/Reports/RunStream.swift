public import Engine
public import Planning
import Providers
import Resources
public import Values

/// A run for programs: one JSON object for each event, as `apply --json` writes them line by line.
public struct RunStream: Sendable {
    /// Minor versions add members and types; a new major version changes their meaning.
    public static let version = "1.1"

    private let plan: Plan
    private let steps: [Step]

    public init(_ plan: Plan) {
        self.plan = plan
        steps = plan.allSteps
    }

    /// The first object.
    public func opening(program: String) -> Value {
        [
            "type": "version", "stream": .string(Self.version), "reconcile": .string(program),
            "platform": .string(plan.platform), "account": .string(plan.account), "provider": .string(plan.provider),
            "regions": .strings(plan.regions), "purpose": .string(plan.purpose.rawValue),
            "steps": .int(plan.steps.count),
        ]
    }

    public func value(_ event: RunEvent) -> Value {
        switch event {
        case .stageBegan(let name, let at): stage("stageBegan", name, at)
        case .stagePassed(let name, let measured, let at):
            stage("stagePassed", name, at).merging(["measured": .string(measured)])
        case .gateMeasured(let name, let measured, let at):
            stage("gateMeasured", name, at).merging(["measured": .string(measured)])
        case .gateFailed(let name, let measured, let at):
            stage("gateFailed", name, at).merging(["measured": .string(measured)])
        case .stageWaits(let name, let until, let at):
            stage("stageWaits", name, at).merging(["until": .string(until.timestamp)])
        case .approvalNeeded(let name, let at): stage("approvalNeeded", name, at)
        case .paused(let at): ["type": "paused", "at": .string(at.timestamp)]
        case .resumed(let at): ["type": "resumed", "at": .string(at.timestamp)]
        case .stepBegan(let step, let at): self.step("stepBegan", step, at)
        case .stepWaits(let step, let reason, let at):
            self.step("stepWaits", step, at).merging(["reason": .string(reason)])
        case .stepDone(let step, let at): self.step("stepDone", step, at)
        case .stepFailed(let step, let failure, let at):
            self.step("stepFailed", step, at).merging(Self.failure(failure))
        case .cancelling(let at): ["type": "stopping", "at": .string(at.timestamp)]
        }
    }

    /// The last object.
    public func closing(_ summary: RunSummary, outputs: [(name: String, value: String)]) -> Value {
        [
            "type": "result", "result": .string(summary.result.rawValue), "done": .int(summary.done),
            "left": .int(summary.left), "began": .string(summary.began.timestamp),
            "ended": .string(summary.ended.timestamp),
            "rootCauses": .list(
                summary.rootCauses.map {
                    (["step": .string($0.step), "address": .string($0.address.text)] as Value)
                        .merging(Self.failure($0.failure))
                }),
            "failedGate": summary.failedGate.map {
                [
                    "stage": .string($0.stage), "condition": .string($0.condition), "measured": .string($0.measured),
                ]
            } ?? .null,
            "awaits": summary.awaited.map(Value.string) ?? .null,
            "outputs": .object(Members(outputs.map { ($0.name, .string($0.value)) })),
        ]
    }

    private func stage(_ type: String, _ name: String, _ at: Instant) -> Value {
        ["type": .string(type), "stage": .string(name), "at": .string(at.timestamp)]
    }

    private func step(_ type: String, _ index: Int, _ at: Instant) -> Value {
        let step = steps[index]
        return [
            "type": .string(type), "step": .string(step.id), "action": .string(step.action.rawValue),
            "address": .string(step.address.text), "kind": .string(step.kind.name), "at": .string(at.timestamp),
        ]
    }

    private static func failure(_ failure: Failure) -> Value {
        [
            "code": .string(failure.code), "message": .string(failure.message), "hint": .string(failure.hint),
            "requestID": .string(failure.requestID),
        ]
    }
}
