import Resources
public import Values

/// Of a plan what explains a run of it afterwards: which step waited for which, and what was expected. It is kept with the
/// run; what the steps wanted is not, since specs and states say that.
public struct PlanOutline: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public var id: String
        public var stage: String
        /// Positions in `steps`.
        public var dependsOn: [Int]
        public var expected: TimeSpan
    }

    public struct Stage: Sendable, Hashable {
        public var name: String
        /// What its gate measures; empty when its steps are the proof.
        public var measure: String
    }

    public var stages: [Stage]
    /// The plan's steps, and behind them those that take stages back.
    public var steps: [Step]

    public init(_ plan: Plan) {
        stages = plan.stages.map { Stage(name: $0.name, measure: $0.gate?.measure ?? "") }
        steps = plan.allSteps.map {
            Step(id: $0.id, stage: $0.stage, dependsOn: $0.dependsOn, expected: $0.expected)
        }
    }

    public var value: Value {
        [
            "stages": .list(stages.map { ["name": .string($0.name), "measure": .string($0.measure)] }),
            "steps": .list(
                steps.map {
                    [
                        "id": .string($0.id), "stage": .string($0.stage), "expected": .int($0.expected.milliseconds),
                        "dependsOn": .list($0.dependsOn.map(Value.int)),
                    ]
                }),
        ]
    }

    /// Reads what `value` gave; nil for anything else, such as the row of an older version.
    public init?(_ value: Value) {
        guard let steps = value["steps"]?.elements, let stages = value["stages"]?.elements else { return nil }
        self.stages = stages.map { Stage(name: $0.text("name") ?? "", measure: $0.text("measure") ?? "") }
        self.steps = []
        for step in steps {
            guard let id = step.text("id"), let stage = step.text("stage") else { return nil }
            let before = (step["dependsOn"]?.elements ?? []).compactMap(\.number)
            self.steps.append(
                Step(
                    id: id, stage: stage, dependsOn: before.filter(steps.indices.contains),
                    expected: TimeSpan(milliseconds: step.number("expected") ?? 0)))
        }
    }
}
