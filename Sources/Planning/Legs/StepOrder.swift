import Diagnostics
import Resources

/// Brings a leg's steps into the order of their stages and dependencies.
enum StepOrder {
    /// Steps from `first` on are sorted by stage, then so that each stands behind what it depends on; a step moves to
    /// a later stage when something that it depends on stands there.
    /// - Throws: the steps that wait for each other in a circle.
    static func sorted(
        _ steps: [Step], from first: Int, stages: LegPlanner.StageNames
    ) throws(PlanProblems) -> [Step] {
        let order = topological(steps, from: first)
        guard order.count == steps.count - first else {
            let placed = Set(order)
            let stuck = (first..<steps.count).filter { !placed.contains($0) }.map { steps[$0] }
            throw PlanProblems([
                Diagnostic(
                    "plan.cycle",
                    "These steps wait for each other in a circle: \(stuck.map(\.id).joined(separator: ", ")).",
                    path: stuck.first?.address.text ?? "",
                    hint: "Change one thing at a time, or replace one of them first with --target and --replace.")
            ])
        }
        let names = [stages.prepare, stages.shift, stages.retire]
        var rank = Array(repeating: 0, count: steps.count)
        for index in order {
            let own = names.firstIndex(of: steps[index].stage) ?? 0
            let inherited = steps[index].dependsOn.filter { $0 >= first }.map { rank[$0] }.max() ?? 0
            rank[index] = max(own, inherited)
        }
        let sorted = names.indices.flatMap { wanted in order.filter { rank[$0] == wanted } }
        var newPosition = Array(0..<steps.count)
        for (offset, old) in sorted.enumerated() { newPosition[old] = first + offset }
        var result = Array(steps[..<first])
        result.reserveCapacity(steps.count)
        for old in sorted {
            var step = steps[old]
            step.stage = names[rank[old]]
            step.dependsOn = step.dependsOn.map { newPosition[$0] }.sorted()
            result.append(step)
        }
        return result
    }

    private static func topological(_ steps: [Step], from first: Int) -> [Int] {
        var open = Array(repeating: 0, count: steps.count)
        var dependents: [[Int]] = Array(repeating: [], count: steps.count)
        for index in first..<steps.count {
            for dependency in steps[index].dependsOn where dependency >= first {
                dependents[dependency].append(index)
                open[index] += 1
            }
        }
        var queue = IndexHeap((first..<steps.count).filter { open[$0] == 0 })
        var order: [Int] = []
        order.reserveCapacity(steps.count - first)
        while let next = queue.pop() {
            order.append(next)
            for dependent in dependents[next] {
                open[dependent] -= 1
                if open[dependent] == 0 { queue.push(dependent) }
            }
        }
        return order
    }
}
