import Planning
import Resources

/// The plan's JSON (docs/plan-json.md, docs/plan.schema.json) as shapes.
enum PlanShape {
    static let plan: ValueShape = .object([
        "formatVersion": .number,
        "purpose": words(Plan.Purpose.self) { $0 != .refreshOnly },
        "platform": .text([]), "account": .text([]), "provider": .text(["fake", "aws"]), "regions": .list(.text([])),
        "fromPhase": .number, "toPhase": .number, "specHash": .text([]), "stateSerial": .number,
        "warnings": .list(.text([])), "expectedSeconds": .number, "stages": .list(stage), "steps": .list(step),
        "cost": .object([
            "pricesOf": .text([]), "before": bill, "during": bill, "after": bill, "unknown": .list(.text([])),
            "billedByUse": .list(.text([])), "unverified": .list(.text([])),
        ]),
    ])

    private static let bill: ValueShape = .object([
        "monthlyUSD": .number,
        "groups": .list(.object(["region": .text([]), "group": .text([]), "monthlyUSD": .number])),
    ])

    static let stage: ValueShape = .object([
        "name": .text([]), "road": .text([]),
        "role": words(Stage.Role.self), "undo": .text([]),
        "undoneTo": .text(["prepare", "replicate", "verify", "shift"]), "undoSteps": .list(step),
        "undoneByFailure": .flag, "provenContents": .anything,
        "pointOfNoReturn": .flag, "needsApproval": .flag, "followsAtOnce": .flag, "timeLimitSeconds": .number,
        "windows": .list(
            .object([
                "days": .list(.number), "fromMinute": .number, "toMinute": .number, "minutesAheadOfUTC": .number,
            ])),
        "gate": .object([
            "measure": .text([]), "threshold": .text([]), "windowSeconds": .number, "timeLimitSeconds": .number,
            "measurements": .list(
                .object([
                    "text": .text([]),
                    "gauge": words(Measurement.Gauge.self),
                    "region": .text([]), "name": .text([]), "subject": .anything, "minimumSamples": .number,
                    "atLeast": .number, "atMost": .number,
                ])),
        ]),
    ])

    static let step: ValueShape = .object([
        "id": .text([]), "action": words(Step.Action.self),
        "address": .text([]), "kind": .text([]), "region": .text([]), "generation": .number, "replacement": .flag,
        "stage": .text([]), "dependsOn": .list(.text([])), "uses": .list(.text([])), "properties": .anything,
        "physicalID": .text([]),
        "tags": .map(.text([])), "phase": .number,
        "reason": words(ChangeReason.self),
        "interruption": .text([]), "expectedSeconds": .number, "deadlineSeconds": .number, "service": .text([]),
        "protected": .flag,
        "changes": .list(
            .object([
                "path": .text([]), "old": .anything, "new": .anything, "unknown": .flag, "forcesReplacement": .flag,
                "interruption": .text([]),
            ])),
    ])

    /// One of an enumeration's words.
    private static func words<Words: RawRepresentable & CaseIterable>(
        _ type: Words.Type, where isUsed: (Words) -> Bool = { _ in true }
    ) -> ValueShape where Words.RawValue == String { .text(type.allCases.filter(isUsed).map(\.rawValue)) }
}
