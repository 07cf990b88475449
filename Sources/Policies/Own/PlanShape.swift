/// The plan's JSON (docs/plan-json.md, docs/plan.schema.json) as shapes.
enum PlanShape {
    static let plan: ValueShape = .object([
        "formatVersion": .number,
        "purpose": .text(["apply", "rollback", "destroy", "failover", "failback"]),
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
        "role": .text(["change", "prepare", "replicate", "verify", "shift", "soak", "retire"]), "undo": .text([]),
        "undoneTo": .text(["prepare", "replicate", "verify", "shift"]), "undoSteps": .list(step),
        "pointOfNoReturn": .flag,
        "gate": .object([
            "measure": .text([]), "threshold": .text([]), "windowSeconds": .number, "timeLimitSeconds": .number,
            "measurements": .list(
                .object([
                    "text": .text([]),
                    "gauge": .text(["healthyTargets", "failedRequests", "replicaLag", "unreplayed", "rowsBehind"]),
                    "region": .text([]), "name": .text([]), "subject": .anything, "minimumSamples": .number,
                    "atLeast": .number, "atMost": .number,
                ])),
        ]),
    ])

    static let step: ValueShape = .object([
        "id": .text([]), "action": .text(["create", "update", "delete", "adopt", "keep", "forget"]),
        "address": .text([]), "kind": .text([]), "region": .text([]), "generation": .number, "replacement": .flag,
        "stage": .text([]), "dependsOn": .list(.text([])), "properties": .anything, "physicalID": .text([]),
        "tags": .map(.text([])), "phase": .number,
        "reason": .text([
            "missing", "propertiesDiffer", "propertyForcesReplacement", "replaceAsked", "failedBefore", "notDesired",
            "replacedByNewGeneration", "unknownToState", "dataIsKept", "gone", "destroyAsked", "interrupted",
        ]),
        "interruption": .text([]), "expectedSeconds": .number, "deadlineSeconds": .number, "service": .text([]),
        "protected": .flag,
        "changes": .list(
            .object([
                "path": .text([]), "old": .anything, "new": .anything, "unknown": .flag, "forcesReplacement": .flag,
                "interruption": .text([]),
            ])),
    ])
}
