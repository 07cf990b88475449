import AWSKinds
import Blueprints
import Diagnostics
import Digests
import Documents
import Migrations
import Planning
import Providers
import Resources
import Specs
import Values

/// Desired x observed -> plan, for one size; runs in a process of its own, so that its peak memory is its own.
struct PlannerBenchmark {
    /// What the planner finds.
    enum Situation: String, CaseIterable {
        /// Nothing exists: everything is created.
        case new
        /// Everything is as wanted: the plan is empty.
        case unchanged
        /// A tag of everything that has tags differs: nearly everything is changed in place.
        case changed
        /// Everything is destroyed.
        case gone
    }

    let size: Int
    let situation: Situation

    /// The members of the result: `resources`, `blueprintMs`, `planMs`, `processorMs`, `steps`, `peakMiB`.
    func run() throws(BenchmarkFailure) -> Value {
        let clock = ContinuousClock()
        var began = clock.now
        let platform = try GeneratedPlatform(size: size)
        _ = Blueprint.graph(for: platform.spec)
        began = clock.now
        let graph = Blueprint.graph(for: platform.spec)
        let blueprint = Milliseconds.of(clock.now - began)
        var (observed, recorded) = situation == .new ? ([], []) : platform.applied()
        if situation == .changed { for index in observed.indices { observed[index].tags["team"] = "others" } }
        let drivers = AllKinds.byKind
        let input = PlanningInput(
            platform: platform.spec.name, account: platform.spec.account, provider: "fake",
            regions: platform.spec.regions.map(\.name),
            specHash: SHA256Digest.hex(JSON.text(of: platform.spec.value)), stateSerial: 1,
            schemas: AllKinds.schemas, normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: observed,
            recorded: recorded,
            options: PlanOptions(allowDestroy: situation == .gone ? Set(graph.resources.map(\.address)) : []))
        observed = []
        recorded = []
        var spans: [Double] = []
        var processor: [Double] = []
        var steps = 0
        for _ in 0..<(size > 50_000 ? 3 : 5) {
            began = clock.now
            let used = Milliseconds.ofProcessor
            let plan = try Self.plan(input, graph, situation)
            processor.append(Milliseconds.ofProcessor - used)
            spans.append(Milliseconds.of(clock.now - began))
            steps = plan.steps.count
        }
        // What can't be tagged has no tag to differ.
        let expected =
            switch situation {
            case .new, .gone: graph.count
            case .unchanged: 0
            case .changed: graph.resources.count { AllKinds.schemas[$0.kind]?.identity != .naturalKey }
            }
        guard steps == expected else {
            throw BenchmarkFailure("\(situation) at \(graph.count) resources planned \(steps) steps")
        }
        return [
            "resources": .int(graph.count), "blueprintMs": .double(blueprint), "planMs": .double(spans.median),
            "processorMs": .double(processor.min() ?? 0), "steps": .int(steps),
            "peakMiB": .int(ProcessMemory.peakKiB / 1024),
        ]
    }

    private static func plan(
        _ input: PlanningInput, _ graph: ResourceGraph, _ situation: Situation
    ) throws(BenchmarkFailure) -> Plan {
        do throws(PlanProblems) {
            guard situation == .gone else {
                return try Planner.plan(input, phase: 4, current: input.observed.isEmpty ? nil : 4) { _ in graph }
            }
            return try Planner.destroyPlan(input, current: 4, graph: graph)
        } catch {
            throw BenchmarkFailure(error.diagnostics.first?.message ?? "no plan")
        }
    }
}
