public import Resources
public import Values

/// The longest expected way through a plan: what its duration is made of.
public struct CriticalPath: Sendable {
    /// How long the plan takes when everything else runs beside it.
    public let duration: TimeSpan
    /// The steps on the way, in order.
    public let steps: [Int]

    public init(_ plan: Plan) {
        self.init(plan, expected: { plan.steps[$0].expected }, gate: { plan.stages[$0].gate?.window ?? .zero })
    }

    /// The longest way by other durations, for example by what is left of them.
    /// - Parameters:
    ///   - expected: a step's duration, by its position.
    ///   - gate: how long a stage's gate must hold, by the stage's position.
    public init(_ plan: Plan, expected: (Int) -> TimeSpan, gate: (Int) -> TimeSpan) {
        var total = 0
        var path: [Int] = []
        let byStage = Dictionary(grouping: plan.steps.indices, by: { plan.steps[$0].stage })
        var ends = Array(repeating: 0, count: plan.steps.count)
        var before = Array(repeating: -1, count: plan.steps.count)
        for (position, stage) in plan.stages.enumerated() {
            var last = -1
            for index in byStage[stage.name] ?? [] {
                let step = plan.steps[index]
                let inside = step.dependsOn.filter { plan.steps[$0].stage == stage.name }
                if let longest = inside.max(by: { (ends[$0], $1) < (ends[$1], $0) }) {
                    before[index] = longest
                    ends[index] = ends[longest]
                }
                ends[index] += expected(index).milliseconds
                if last < 0 || ends[index] > ends[last] { last = index }
            }
            var way: [Int] = []
            var at = last
            while at >= 0 {
                way.append(at)
                at = before[at]
            }
            path += way.reversed()
            total += (last >= 0 ? ends[last] : 0) + gate(position).milliseconds
        }
        duration = TimeSpan(milliseconds: total)
        steps = path
    }

    /// The kind that takes the largest part of the way, and how long.
    public func dominant(in plan: Plan) -> (kind: Kind, span: TimeSpan)? {
        var spans: [Kind: Int] = [:]
        for index in steps { spans[plan.steps[index].kind, default: 0] += plan.steps[index].expected.milliseconds }
        return spans.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, TimeSpan(milliseconds: $0.value)) }
    }
}
