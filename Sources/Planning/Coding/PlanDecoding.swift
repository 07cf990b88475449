import Resources
public import Values

extension PlanCodec {
    /// The plan that `value(of:)` wrote; what was observed is not in it, so that it can be shown and not run.
    /// - Returns: nil for what is no plan of this version's format.
    public static func plan(from value: Value) -> Plan? {
        guard value.number("formatVersion") == Plan.formatVersion,
            let purpose = value.text("purpose").flatMap(Plan.Purpose.init), let toPhase = value.number("toPhase")
        else { return nil }
        guard let steps = steps(from: value["steps"]) else { return nil }
        var stages: [Stage] = []
        for one in value["stages"]?.elements ?? [] {
            guard let stage = stage(from: one) else { return nil }
            stages.append(stage)
        }
        return Plan(
            purpose: purpose, platform: value.text("platform") ?? "", account: value.text("account") ?? "",
            provider: value.text("provider") ?? "", regions: value["regions"]?.texts ?? [],
            fromPhase: value.number("fromPhase"), toPhase: toPhase, specHash: value.text("specHash") ?? "",
            stateSerial: value.number("stateSerial") ?? 0,
            stages: stages, steps: steps,
            warnings: value["warnings"]?.texts ?? [])
    }

    private static func steps(from value: Value?) -> [Step]? {
        let encoded = value?.elements ?? []
        var positions: [String: Int] = [:]
        for (index, step) in encoded.enumerated() { positions[step.text("id") ?? ""] = index }
        var steps: [Step] = []
        for one in encoded {
            guard let step = step(from: one, positions) else { return nil }
            steps.append(step)
        }
        return steps
    }

    private static func stage(from value: Value) -> Stage? {
        guard let name = value.text("name"), let role = value.text("role").flatMap(Stage.Role.init),
            let undoSteps = steps(from: value["undoSteps"])
        else { return nil }
        var gate: Gate?
        if let encoded = value["gate"] {
            gate = self.gate(from: encoded)
            if gate == nil { return nil }
        }
        var stage = Stage(
            name: name, road: value.text("road") ?? "", role: role, gate: gate, undo: value.text("undo") ?? "",
            undoSteps: undoSteps, isPointOfNoReturn: value["pointOfNoReturn"]?.flag == true)
        stage.undoneTo = value.text("undoneTo").flatMap(Stage.Role.init)
        stage.isUndoneByFailure = value["undoneByFailure"]?.flag == true
        for pair in value["provenContents"]?.members ?? Members() {
            stage.provenContents[Address(pair.name)] = pair.value
        }
        stage.needsApproval = value["needsApproval"]?.flag == true
        stage.followsAtOnce = value["followsAtOnce"]?.flag == true
        stage.timeLimit = value.number("timeLimitSeconds").map(TimeSpan.seconds)
        for one in value["windows"]?.elements ?? [] {
            guard let window = window(from: one) else { return nil }
            stage.windows.append(window)
        }
        return stage
    }

    private static func window(from value: Value) -> WeeklyWindow? {
        let days = Set((value["days"]?.elements ?? []).compactMap(\.number))
        guard let from = value.number("fromMinute"), let to = value.number("toMinute"),
            let offset = value.number("minutesAheadOfUTC"), !days.isEmpty
        else { return nil }
        return WeeklyWindow(days: days, from: from, to: to, offset: offset)
    }

    private static func gate(from value: Value) -> Gate? {
        var measurements: [Measurement] = []
        for one in value["measurements"]?.elements ?? [] {
            guard let measurement = measurement(from: one) else { return nil }
            measurements.append(measurement)
        }
        return Gate(
            measure: value.text("measure") ?? "", threshold: value.text("threshold") ?? "",
            measurements: measurements, window: .seconds(value.number("windowSeconds") ?? 0),
            timeLimit: .seconds(value.number("timeLimitSeconds") ?? 0))
    }

    private static func measurement(from value: Value) -> Measurement? {
        guard let gauge = value.text("gauge").flatMap(Measurement.Gauge.init),
            let bound = value.number("atLeast").map(Measurement.Bound.atLeast)
                ?? value.number("atMost").map(Measurement.Bound.atMost)
        else { return nil }
        return Measurement(
            gauge, of: value.text("name") ?? "", in: value.text("region") ?? "", subject: value["subject"] ?? [:],
            bound: bound, minimumSamples: value.number("minimumSamples") ?? 1)
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
            isProtected: value["protected"]?.flag == true, uses: (value["uses"]?.texts ?? []).map { Address($0) })
    }

    private static func change(from value: Value) -> PropertyChange {
        func present(_ name: String) -> Value? { value[name].flatMap { $0.isNull ? nil : $0 } }
        return PropertyChange(
            path: value.text("path") ?? "", old: present("old"), new: present("new"),
            isUnknown: value["unknown"]?.flag == true, forcesReplacement: value["forcesReplacement"]?.flag == true,
            interruption: value.text("interruption") ?? "")
    }
}
