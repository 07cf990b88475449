import Resources
public import Values

extension PlanCodec {
    /// The plan that `value(of:)` wrote, for showing it: what was observed is not in it, so it can't be run.
    /// - Returns: nil for what is no plan of this version's format.
    public static func plan(from value: Value) -> Plan? {
        guard value.number("formatVersion") == Plan.formatVersion,
            let purpose = value.text("purpose").flatMap(Plan.Purpose.init), let toPhase = value.number("toPhase")
        else { return nil }
        let encoded = value["steps"]?.elements ?? []
        var positions: [String: Int] = [:]
        for (index, step) in encoded.enumerated() { positions[step.text("id") ?? ""] = index }
        var steps: [Step] = []
        for one in encoded {
            guard let step = step(from: one, positions) else { return nil }
            steps.append(step)
        }
        return Plan(
            purpose: purpose, platform: value.text("platform") ?? "", account: value.text("account") ?? "",
            provider: value.text("provider") ?? "", regions: value["regions"]?.texts ?? [],
            fromPhase: value.number("fromPhase"), toPhase: toPhase, specHash: value.text("specHash") ?? "",
            stateSerial: value.number("stateSerial") ?? 0,
            stages: (value["stages"]?.elements ?? []).compactMap(stage), steps: steps,
            warnings: value["warnings"]?.texts ?? [])
    }

    private static func stage(from value: Value) -> Stage? {
        guard let name = value.text("name"), let role = value.text("role").flatMap(Stage.Role.init) else { return nil }
        let gate = value["gate"].map { gate in
            Gate(
                measure: gate.text("measure") ?? "", threshold: gate.text("threshold") ?? "",
                window: .seconds(gate.number("windowSeconds") ?? 0),
                timeLimit: .seconds(gate.number("timeLimitSeconds") ?? 0))
        }
        return Stage(
            name: name, road: value.text("road") ?? "", role: role, gate: gate, undo: value.text("undo") ?? "",
            isPointOfNoReturn: value["pointOfNoReturn"]?.flag == true)
    }

    private static func step(from value: Value, _ positions: [String: Int]) -> Step? {
        guard let id = value.text("id"), let action = value.text("action").flatMap(Step.Action.init),
            let address = value.text("address"), let kind = value.text("kind"),
            let reason = value.text("reason").flatMap(ChangeReason.init)
        else { return nil }
        var tags: [String: String] = [:]
        for pair in value["tags"]?.members ?? Members() { tags[pair.name] = pair.value.text }
        return Step(
            id: id, action: action, address: Address(address), kind: Kind(kind), region: value.text("region") ?? "",
            generation: value.number("generation") ?? 0, isReplacement: value["replacement"]?.flag == true,
            stage: value.text("stage") ?? "",
            dependsOn: (value["dependsOn"]?.texts ?? []).compactMap { positions[$0] }.sorted(),
            properties: value["properties"] ?? [:], tags: tags, phase: value.number("phase") ?? 0,
            physicalID: value.text("physicalID") ?? "", reason: reason,
            changes: (value["changes"]?.elements ?? []).map(change), interruption: value.text("interruption") ?? "",
            expected: .seconds(value.number("expectedSeconds") ?? 0),
            deadline: .seconds(value.number("deadlineSeconds") ?? 0), service: value.text("service") ?? "",
            isProtected: value["protected"]?.flag == true)
    }

    private static func change(from value: Value) -> PropertyChange {
        func present(_ name: String) -> Value? { value[name].flatMap { $0.isNull ? nil : $0 } }
        return PropertyChange(
            path: value.text("path") ?? "", old: present("old"), new: present("new"),
            isUnknown: value["unknown"]?.flag == true, forcesReplacement: value["forcesReplacement"]?.flag == true,
            interruption: value.text("interruption") ?? "")
    }
}
