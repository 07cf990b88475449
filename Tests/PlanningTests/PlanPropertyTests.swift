import AWSKinds
import Blueprints
import Diagnostics
import Documents
import Migrations
import Planning
import Resources
import Specs
import TestSupport
import Testing
import Values

/// What holds for plans between any two specs.
struct PlanPropertyTests {
    /// A platform and what becomes of it: the same with a small change, in another phase, or altogether different.
    struct Pair: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        let from: Spec
        let to: Spec

        init(seed: UInt64) {
            self.seed = seed
            var generator = SpecGenerator(seed: seed)
            from = generator.spec()
            var to: Spec
            switch generator.number(0...3) {
            case 0: to = generator.smallChange(of: from).spec
            case 1:
                var other = generator.spec()
                other.name = from.name
                // A database is never taken back to an older version.
                // Nor to a newer major version while a copy follows it, which is refused.
                if other.database.engineVersion.prefix(2) <= from.database.engineVersion.prefix(2) || from.phase == 4 {
                    other.database.engineVersion = from.database.engineVersion
                }
                other.regions = from.regions
                if other.phase == 4, from.regions.count < 2 { other.phase = 3 }
                to = other
            default:
                var moved = from
                moved.phase = generator.number(0...(from.regions.count > 1 ? 4 : 3))
                if moved.phase >= 3, moved.domain == nil { moved.domain = "shop.example.com" }
                to = moved
            }
            // Deployments that serve are handed over to Argo CD before: without that it is refused.
            if from.gitOps == nil, from.phase >= 2, to.phase >= 2 { to.gitOps = nil }
            // Nor does a name change on a road.
            if to.phase != from.phase, from.domain != nil { to.domain = from.domain }
            self.to = to
        }

        var testDescription: String { "seed \(seed): phase \(from.phase) to \(to.phase)" }
    }

    /// A few slices, so that they run beside each other.
    private static let slices = 0..<8
    private static func pairs(_ slice: Int) -> [Pair] {
        Seeds.range(times: 2).filter { Int($0) % slices.count == slice }.map { Pair(seed: $0) }
    }

    private static func told(_ body: () throws -> Void, _ pair: Pair) {
        do { try body() } catch let problems as PlanProblems {
            Issue.record("\(pair.testDescription): \(problems.diagnostics.map(\.message))")
        } catch { Issue.record("\(pair.testDescription): \(error)") }
    }

    @Test(arguments: slices)
    func `a plan is a graph without circles, in order, and once applied there is nothing left to do`(_ slice: Int) {
        for pair in Self.pairs(slice) {
            Self.told(
                {
                    var (cloud, problems) = try PlanBench.applied(pair.from, others: [pair.to])
                    #expect(problems.isEmpty, "\(pair.testDescription): \(problems.prefix(5))")
                    #expect(try PlanBench.plan(pair.from, on: cloud, in: pair.from.phase).isEmpty)
                    let plan = try allowing(pair, on: cloud)
                    checkShape(of: plan, pair)
                    let order = cloud.carryOut(plan)
                    #expect(order.isEmpty, "\(pair.testDescription): \(order.prefix(5))")
                    let rest = try PlanBench.plan(pair.to, on: cloud, in: pair.to.phase)
                    #expect(rest.isEmpty, "\(pair.testDescription): \(rest.steps.prefix(5).map(\.id))")
                    let wanted = Set(Blueprint.graph(for: pair.to).resources.map(\.address))
                    #expect(wanted.isSubset(of: cloud.addresses))
                }, pair)
        }
    }

    /// The plan, with the user's word for what is protected when there is none without.
    private func allowing(_ pair: Pair, on cloud: PaperCloud) throws -> Plan {
        do throws(PlanProblems) { return try PlanBench.plan(pair.to, on: cloud, in: pair.from.phase) } catch {
            guard error.diagnostics.allSatisfy({ ["plan.protected", "plan.nameLeaves"].contains($0.code) })
            else { throw error }
            let named = Set(error.diagnostics.map { Address($0.path) })
            return try PlanBench.plan(pair.to, on: cloud, in: pair.from.phase, PlanOptions(allowDestroy: named))
        }
    }

    private func checkShape(of plan: Plan, _ pair: Pair) {
        let ranks = Dictionary(uniqueKeysWithValues: plan.stages.enumerated().map { ($1.name, $0) })
        #expect(Set(plan.steps.map(\.id)).count == plan.steps.count, "\(pair.testDescription): an id stands twice")
        var last = 0
        for (index, step) in plan.steps.enumerated() {
            let rank = ranks[step.stage] ?? -1
            #expect(rank >= last, "\(pair.testDescription): \(step.id) stands in the wrong stage")
            last = max(last, rank)
            #expect(step.dependsOn.allSatisfy { (0..<index).contains($0) }, "\(pair.testDescription): \(step.id)")
            #expect(step.dependsOn == Set(step.dependsOn).sorted())
            #expect(AllKinds.schemas[step.kind] != nil)
        }
        // Taking a stage back ends nothing that was there before the plan.
        let made = Set(plan.steps.filter { $0.action == .create }.map { "\($0.address)#\($0.generation)" })
        for step in plan.stages.flatMap(\.undoSteps) where step.action == .delete {
            #expect(made.contains("\(step.address)#\(step.generation)"), "\(pair.testDescription): \(step.id)")
        }
        // What a saved plan's file says of it, read again; a sample, since plans are long.
        guard pair.seed.isMultiple(of: 5) else { return }
        let read = (try? JSON.planValue(from: JSON.text(of: PlanCodec.value(of: plan)))).flatMap(PlanCodec.plan)
        #expect(read.map(PlanCodec.hash) == PlanCodec.hash(of: plan), "\(pair.testDescription): it reads otherwise")
    }

    @Test(arguments: slices)
    func `what is protected is never deleted or replaced unless its address is named`(_ slice: Int) {
        for pair in Self.pairs(slice) {
            do {
                let (cloud, _) = try PlanBench.applied(pair.from, others: [pair.to])
                let protected = Set(
                    Blueprint.graph(for: pair.from).resources.filter { $0.lifecycle.isProtected }.map(\.address))
                let plan = try PlanBench.plan(pair.to, on: cloud, in: pair.from.phase)
                let lost = plan.steps.filter { $0.action == .delete && protected.contains($0.address) }
                #expect(lost.isEmpty, "\(pair.testDescription): \(lost.map(\.id))")
                for address in protected.sorted() where !Blueprint.graph(for: pair.to).contains(address) {
                    #expect(plan.steps.contains { $0.action == .keep && $0.address == address })
                }
            } catch let problems as PlanProblems {
                #expect(
                    problems.diagnostics.allSatisfy {
                        ["plan.protected", "plan.nameLeaves"].contains($0.code) && !$0.hint.isEmpty
                    })
            } catch { Issue.record(error) }
        }
    }

    @Test(arguments: slices)
    func `the order in which anything comes in means nothing`(_ slice: Int) {
        for pair in Self.pairs(slice).prefix(12) {
            Self.told(
                {
                    let (cloud, _) = try PlanBench.applied(pair.from, others: [pair.to])
                    let plan = try allowing(pair, on: cloud)
                    // The user's word, when it was needed.
                    let words = Set(plan.steps.filter { $0.action == .delete }.map(\.address))
                    var shuffled = PlanBench.input(pair.to, cloud, PlanOptions(allowDestroy: words))
                    shuffled.observed = Self.shuffled(shuffled.observed, pair.seed)
                    shuffled.recorded = Self.shuffled(shuffled.recorded, pair.seed + 1)
                    let again = try Planner.plan(
                        shuffled, phase: pair.to.phase, current: pair.from.phase,
                        graph: {
                            ResourceGraph(Self.shuffled(Blueprint.graph(for: pair.to, phase: $0).resources, pair.seed))
                        })
                    #expect(PlanCodec.hash(of: again) == PlanCodec.hash(of: plan), "\(pair.testDescription)")
                    #expect(JSON.pretty(PlanCodec.value(of: again)) == JSON.pretty(PlanCodec.value(of: plan)))
                }, pair)
        }
    }

    private static func shuffled<Element>(_ elements: [Element], _ seed: UInt64) -> [Element] {
        var random = SeededRandom(seed: seed)
        var elements = elements
        for index in elements.indices.reversed() { elements.swapAt(index, random.below(index + 1)) }
        return elements
    }

    @Test(arguments: slices)
    func `a small change of the spec makes a small plan`(_ slice: Int) {
        for seed in Seeds.range(times: 2) where Int(seed) % Self.slices.count == slice {
            var generator = SpecGenerator(seed: seed)
            let from = generator.spec()
            let (to, what) = generator.smallChange(of: from)
            do {
                let (cloud, _) = try PlanBench.applied(from, others: [to])
                let plan = try PlanBench.plan(to, on: cloud, in: from.phase)
                // Tags are on everything; a service is at most its own objects and what lists all services, per region.
                let graph = Blueprint.graph(for: to)
                let limit = what == "tag" ? graph.count : 8 * to.regions.count
                // A new service's path may move the priorities of the listener's rules, which are replaced then.
                let steps = plan.steps.filter { !$0.address.local.hasPrefix("front-door/rule/service-") }
                #expect(steps.count <= limit, "seed \(seed), \(what): \(plan.steps.map(\.id))")
            } catch { Issue.record("seed \(seed), \(what): \(error)") }
        }
    }
}
