public import Resources
public import Values

/// The longest expected way through a plan: what its duration is made of.
public struct CriticalPath: Sendable {
    /// How long the plan takes when everything else runs beside it.
    public let duration: TimeSpan
    /// The steps on the way, in order.
    public let steps: [Int]

    public init(_ plan: Plan) {
        var total = 0
        var path: [Int] = []
        let byStage = Dictionary(grouping: plan.steps.indices, by: { plan.steps[$0].stage })
        var ends = Array(repeating: 0, count: plan.steps.count)
        var before = Array(repeating: -1, count: plan.steps.count)
        for stage in plan.stages {
            var last = -1
            for index in byStage[stage.name] ?? [] {
                let step = plan.steps[index]
                let inside = step.dependsOn.filter { plan.steps[$0].stage == stage.name }
                if let longest = inside.max(by: { (ends[$0], $1) < (ends[$1], $0) }) {
                    before[index] = longest
                    ends[index] = ends[longest]
                }
                ends[index] += step.expected.milliseconds
                if last < 0 || ends[index] > ends[last] { last = index }
            }
            var way: [Int] = []
            var at = last
            while at >= 0 {
                way.append(at)
                at = before[at]
            }
            path += way.reversed()
            total += (last >= 0 ? ends[last] : 0) + (stage.gate?.window.milliseconds ?? 0)
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
