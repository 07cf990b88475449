public import Planning
public import Resources
public import Values

/// What a step that is not done waits for.
public struct Wait: Sendable {
    /// A step with nothing open in front of it, on which others wait.
    public struct Root: Sendable, Hashable {
        public let step: Step
        public let fact: StepFact?
        /// What the cloud says that it is doing; empty for nothing.
        public let reason: String
    }

    /// The gate of a stage in front of it.
    public struct OpenGate: Sendable, Hashable {
        public let stage: String
        public let gate: Gate
    }

    public let step: Step
    public let fact: StepFact?
    /// What the cloud says that its resource is doing; empty for nothing.
    public let reason: String
    /// What it waits on directly.
    public let direct: [Step]
    /// What of all in front of it can go on by itself now, what failed first, then the longest.
    public let roots: [Root]
    public let gates: [OpenGate]
    /// How many steps stand in front of it.
    public let before: Int
    /// How long those take by their expected durations, gates included.
    public let span: TimeSpan

    /// - Parameters:
    ///   - index: the step's position in the plan, which is made from how things are now.
    ///   - facts: what the journal says, by the step's id.
    public init(_ index: Int, in plan: Plan, facts: [String: StepFact], observed: [ResourceObservation]) {
        let step = plan.steps[index]
        let stage = plan.stages.firstIndex { $0.name == step.stage } ?? 0
        let earlier = Set(plan.stages[..<stage].map(\.name))
        var front = Set(plan.steps.indices.filter { earlier.contains(plan.steps[$0].stage) })
        var open = step.dependsOn
        while let next = open.popLast() {
            if front.insert(next).inserted { open += plan.steps[next].dependsOn }
        }
        var pending: [Address: String] = [:]
        for observation in observed {
            if case .pending(let reason) = observation.status { pending[observation.address] = reason }
        }
        func root(_ step: Step) -> Root {
            Root(step: step, fact: facts[step.id], reason: pending[step.address] ?? "")
        }
        self.step = step
        fact = facts[step.id]
        reason = pending[step.address] ?? ""
        direct = step.dependsOn.map { plan.steps[$0] }
        let first = front.map { plan.steps[$0].stage }.min { left, right in
            (plan.stages.firstIndex { $0.name == left } ?? 0) < (plan.stages.firstIndex { $0.name == right } ?? 0)
        }
        roots = front.sorted().filter { plan.steps[$0].dependsOn.isEmpty && plan.steps[$0].stage == first }
            .map { root(plan.steps[$0]) }
            .sorted { (left: Root, right: Root) in
                (left.fact?.failure == nil ? 1 : 0, -left.step.expected.milliseconds, left.step.id)
                    < (right.fact?.failure == nil ? 1 : 0, -right.step.expected.milliseconds, right.step.id)
            }
        gates = plan.stages[..<stage].compactMap { stage in
            stage.gate.map { OpenGate(stage: stage.name, gate: $0) }
        }
        before = front.count
        span =
            CriticalPath(
                plan, expected: { front.contains($0) ? plan.steps[$0].expected : .zero },
                gate: { $0 < stage ? plan.stages[$0].gate?.window ?? .zero : .zero }
            ).duration
    }
}
