import Digests
import Documents
import Resources
public import Values

/// A plan as JSON: canonical for its hash, readable in its file.
public enum PlanCodec {
    /// SHA-256 of the canonical JSON.
    public static func hash(of plan: Plan) -> String { SHA256Digest.hex(JSON.text(of: value(of: plan))) }

    public static func value(of plan: Plan) -> Value {
        [
            "formatVersion": .int(Plan.formatVersion), "purpose": .string(plan.purpose.rawValue),
            "platform": .string(plan.platform), "account": .string(plan.account),
            "provider": .string(plan.provider), "regions": .strings(plan.regions),
            "fromPhase": plan.fromPhase.map(Value.int) ?? .null, "toPhase": .int(plan.toPhase),
            "specHash": .string(plan.specHash), "stateSerial": .int(plan.stateSerial),
            "warnings": .strings(plan.warnings),
            "expectedSeconds": .int(CriticalPath(plan).duration.seconds),
            "stages": .list(plan.stages.map(value)), "steps": .list(plan.steps.map { value($0, in: plan.steps) }),
        ]
    }

    private static func value(_ stage: Stage) -> Value {
        var value: Value = [
            "name": .string(stage.name), "road": .string(stage.road), "role": .string(stage.role.rawValue),
            "undo": .string(stage.undo), "pointOfNoReturn": .bool(stage.isPointOfNoReturn),
        ]
        if let role = stage.undoneTo { value["undoneTo"] = .string(role.rawValue) }
        if stage.isUndoneByFailure { value["undoneByFailure"] = true }
        if !stage.provenContents.isEmpty {
            value["provenContents"] = .object(Members(stage.provenContents.map { ($0.key.text, $0.value) }))
        }
        if stage.needsApproval { value["needsApproval"] = true }
        if stage.followsAtOnce { value["followsAtOnce"] = true }
        if !stage.windows.isEmpty { value["windows"] = .list(stage.windows.map(window)) }
        if let limit = stage.timeLimit { value["timeLimitSeconds"] = .int(limit.seconds) }
        if !stage.undoSteps.isEmpty {
            value["undoSteps"] = .list(stage.undoSteps.map { self.value($0, in: stage.undoSteps) })
        }
        if let gate = stage.gate {
            value["gate"] = [
                "measure": .string(gate.measure), "threshold": .string(gate.threshold),
                "measurements": .list(gate.measurements.map(measurement)),
                "windowSeconds": .int(gate.window.seconds), "timeLimitSeconds": .int(gate.timeLimit.seconds),
            ]
        }
        return value
    }

    private static func window(_ window: WeeklyWindow) -> Value {
        [
            "days": .list(window.days.sorted().map(Value.int)), "fromMinute": .int(window.from),
            "toMinute": .int(window.to), "minutesAheadOfUTC": .int(window.offset),
        ]
    }

    private static func measurement(_ measurement: Measurement) -> Value {
        var value: Value = [
            "text": .string(measurement.text), "gauge": .string(measurement.gauge.rawValue),
            "region": .string(measurement.region), "name": .string(measurement.name), "subject": measurement.subject,
            "minimumSamples": .int(measurement.minimumSamples),
        ]
        switch measurement.bound {
        case .atLeast(let limit): value["atLeast"] = .int(limit)
        case .atMost(let limit): value["atMost"] = .int(limit)
        }
        return value
    }

    private static func value(_ step: Step, in steps: [Step]) -> Value {
        let value: Value = [
            "id": .string(step.id), "action": .string(step.action.rawValue), "address": .string(step.address.text),
            "kind": .string(step.kind.name), "region": .string(step.region), "generation": .int(step.generation),
            "replacement": .bool(step.isReplacement), "stage": .string(step.stage),
            "dependsOn": .list(step.dependsOn.map { .string(steps[$0].id) }),
            "properties": step.properties, "physicalID": .string(step.physicalID),
            "tags": .object(Members(step.tags.map { ($0.key, .string($0.value)) })), "phase": .int(step.phase),
            "reason": .string(step.reason.rawValue), "interruption": .string(step.interruption),
            "expectedSeconds": .int(step.expected.seconds), "deadlineSeconds": .int(step.deadline.seconds),
            "service": .string(step.service), "protected": .bool(step.isProtected),
            "changes": .list(step.changes.map(value)),
        ]
        return step.uses.isEmpty ? value : value.merging(["uses": .strings(step.uses.map(\.text))])
    }

    private static func value(_ change: PropertyChange) -> Value {
        [
            "path": .string(change.path), "old": change.old ?? .null, "new": change.new ?? .null,
            "unknown": .bool(change.isUnknown), "forcesReplacement": .bool(change.forcesReplacement),
            "interruption": .string(change.interruption),
        ]
    }
}
