import Diagnostics
import Foundation
import Planning
import Resources
import Specs
import TestSupport
import Testing
import Values

struct DebugTests {
    @Test func show() throws {
        guard let text = ProcessInfo.processInfo.environment["SEED"], let seed = UInt64(text) else { return }
        let words = (ProcessInfo.processInfo.environment["WORDS"] ?? "").split(separator: ",").map(String.init)
        let pair = PlanPropertyTests.Pair(seed: seed)
        var (cloud, _) = try PlanBench.applied(pair.from, others: [pair.to])
        print(
            "regions", pair.from.regions.map(\.name), pair.to.regions.map(\.name), pair.from.domain ?? "-",
            pair.to.domain ?? "-")
        var plan: Plan
        do throws(PlanProblems) { plan = try PlanBench.plan(pair.to, on: cloud, in: pair.from.phase) } catch {
            plan = try PlanBench.plan(
                pair.to, on: cloud, in: pair.from.phase,
                PlanOptions(allowDestroy: Set(error.diagnostics.map { Address($0.path) })))
        }
        for (index, step) in plan.steps.enumerated() where words.contains(where: { step.id.contains($0) }) {
            print(
                index, step.stage, step.id, step.generation, step.reason,
                step.dependsOn.map { "\($0):\(plan.steps[$0].id)" },
                step.changes.map { "\($0.path) \($0.forcesReplacement)" })
        }
        print(cloud.carryOut(plan))
        for step in try PlanBench.plan(pair.to, on: cloud, in: pair.to.phase).steps {
            print(
                "rest", step.id, step.reason,
                step.changes.map { "\($0.path) \(String(describing: $0.old)) \(String(describing: $0.new))" })
        }
    }
}
