import AWSKinds
import Blueprints
import CloudCalls
import Diagnostics
import Digests
import Documents
import Engine
import FakeAWS
import Migrations
import Planning
import Providers
import Resources
import Runner
public import Specs
import Values

/// A journey through some specs in virtual time, on the same planner, engine, runner and provider as the program's,
/// with deaths and faults drawn from a seed.
public struct Rehearsal {
    /// How a journey went.
    public struct Result: Sendable, Hashable {
        /// What broke an invariant, in words; empty when all held.
        public var problems: [String] = []
        public var inventory: Inventory
        /// Calls and journal records of each spec's last life.
        public var calls: [Int] = []
        public var records: [Int] = []
        public var lives = 0
        /// A line for each life, for whoever looks for the cause.
        public var trace: [String] = []
    }

    private let specs: [Spec]
    private let clock = VirtualClock(at: Instant(milliseconds: 1_767_225_600_000))
    private let cloud: FakeCloud
    private let memory = RehearsalMemory()
    private var random: SeededRandom

    private init(_ specs: [Spec], seed: UInt64) {
        self.specs = specs
        random = SeededRandom(seed: seed)
        cloud = FakeCloud(Cloud(account: specs.first?.account ?? "", at: clock.now()), time: clock)
    }

    /// The journey without any fault: what the others are measured by.
    public static func quiet(_ specs: [Spec]) -> Result {
        var rehearsal = Rehearsal(specs, seed: 0)
        return rehearsal.run(quiet: nil)
    }

    /// The journey with deaths and faults.
    /// - Parameter quiet: how the same journey goes without.
    public static func fated(_ specs: [Spec], seed: UInt64, quiet: Result) -> Result {
        var rehearsal = Rehearsal(specs, seed: seed)
        return rehearsal.run(quiet: quiet)
    }

    private mutating func run(quiet: Result?) -> Result {
        var result = Result(inventory: Inventory(cloud.snapshot))
        for (index, spec) in specs.enumerated() {
            let deaths = quiet == nil ? 0 : 1 + random.below(3)
            // The probability itself is drawn: many journeys have no faults, some have many.
            let faults = quiet == nil ? 0 : [0, 0, 10, 40][random.below(4)]
            var isConverged = false
            for life in 0..<deaths + 8 where !isConverged {
                result.lives += 1
                let isFated = life < deaths
                let end = isFated ? draw(quiet, index) : .never
                let fate = Fate(end: end, faults: isFated ? faults : 0, seed: random.next())
                let ending = live(spec, fate, life: result.lives)
                result.trace.append(
                    "\(spec.name) phase \(spec.phase) life \(life), end \(end), faults \(faults): \(ending)")
                isConverged = ending == .converged && !fate.isDead
                if isConverged {
                    result.calls.append(fate.counts.calls)
                    result.records.append(fate.counts.records)
                }
                if quiet != nil, !isConverged, random.chance(thousandths: 60) {
                    memory.forgetEverything()
                    result.trace.append("  the state is lost")
                }
            }
            if !isConverged {
                result.problems.append("phase \(spec.phase) does not converge: \(result.trace.last ?? "")")
            }
            let again = live(spec, Fate(end: .never, faults: 0, seed: 0), life: result.lives, plansOnly: true)
            if again != .nothingToDo {
                result.problems.append("the plan after phase \(spec.phase) is not empty: \(again)")
            }
        }
        result.inventory = Inventory(cloud.snapshot)
        if let quiet { result.problems += result.inventory.differences(from: quiet.inventory) }
        return result
    }

    /// A place to die, anywhere in what the quiet journey did.
    private mutating func draw(_ quiet: Result?, _ index: Int) -> Fate.End {
        guard let quiet, index < quiet.calls.count else { return .never }
        if random.below(3) == 0 { return .record(random.below(max(1, quiet.records[index]))) }
        return .call(random.below(max(1, quiet.calls[index])), isBefore: random.below(2) == 0)
    }

    private enum Ending: Sendable, Equatable {
        case converged, nothingToDo
        case stopped(String)
    }

    private func live(_ spec: Spec, _ fate: Fate, life: Int, plansOnly: Bool = false) -> Ending {
        let clock = clock
        let calls = FatedCalls(cloud: cloud, fate: fate)
        let provider = Provider(
            drivers: AllKinds.byKind, gauges: AllGauges.byGauge, account: spec.account,
            aws: RetryingCalls(
                calls, time: clock, random: SeededRandomSource(seed: UInt64(life)), policy: .patient,
                memory: RetryMemory()), kubernetes: calls, time: clock)
        let memory = memory
        let ending = DeterministicExecutor().run(clock: clock) { () async -> Ending in
            let recorded = memory.recorded
            let plan: Plan
            let observed: [ResourceObservation]
            do {
                let regions = Candidates.regions(spec, recorded: recorded)
                let candidates = Candidates.all(spec, recorded: recorded)
                if memory.isKnown {
                    observed = try await provider.observe(
                        platform: spec.name, regions: regions, candidates: candidates)
                } else {
                    let window = AllKinds.schemas.values.map(\.consistencyWindow).max() ?? .seconds(10)
                    observed = try await FirstLook(provider: provider, time: clock, window: window)
                        .observe(platform: spec.name, regions: regions, candidates: candidates)
                }
                plan = try Self.plan(spec, observed, memory)
            } catch let error as AWSError {
                return .stopped("observing: \(error.operation) \(error.code)")
            } catch let problems as PlanProblems {
                return .stopped("planning: \(problems.diagnostics.map(\.message).joined(separator: "; "))")
            } catch {
                return .stopped("\(error)")
            }
            guard !plan.isEmpty else { return plansOnly ? .nothingToDo : .converged }
            guard !plansOnly else { return .stopped(plan.steps.map(\.id).joined(separator: ", ")) }
            var attributes: [Address: Value] = [:]
            for observation in observed { attributes[observation.address] = observation.attributes }
            let runner = PlanRunner(provider: provider, journal: memory.journal(of: plan, fate), time: clock)
            let input = EngineInput(
                plan: plan, runID: "run-\(life)", attributes: attributes, openIntents: memory.openIntents)
            do throws(JournalFailure) {
                let summary = try await runner.run(input, cancel: { await fate.ended() })
                guard summary.result == .converged else {
                    let causes = summary.rootCauses.map { "\($0.step): \($0.failure.code) \($0.failure.message)" }
                    return .stopped("\(summary.result.rawValue) \(causes.joined(separator: "; "))")
                }
                return .converged
            } catch {
                return .stopped(error.code)
            }
        }
        return ending ?? .stopped("everything waits")
    }

    private static func plan(
        _ spec: Spec, _ observed: [ResourceObservation], _ memory: RehearsalMemory
    ) throws(PlanProblems) -> Plan {
        let drivers = AllKinds.byKind
        let input = PlanningInput(
            platform: spec.name, account: spec.account, provider: "fake", regions: spec.regions.map(\.name),
            specHash: SHA256Digest.hex(JSON.text(of: spec.value)), stateSerial: 0, schemas: AllKinds.schemas,
            normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: observed, recorded: memory.recorded)
        return try Planner.plan(
            input, phase: spec.phase, current: memory.phase ?? observed.compactMap(\.phase).max()
        ) { Blueprint.graph(for: spec, phase: $0) }
    }
}
