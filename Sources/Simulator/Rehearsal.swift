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
public import Values

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
        /// The target was reached while things still went wrong.
        public var isReached = false
        /// A gate failed, and its stage was taken back.
        public var isRolledBack = false
        /// What stopped it first; empty for nothing.
        public var firstStop = ""
        /// From the first step of the last spec to the end.
        public var duration = TimeSpan.zero
        public var answered = 0
        public var failed = 0
        public var unavailable = TimeSpan.zero
    }

    /// Where rehearsals of one road begin: the platform before it.
    public struct Start: Sendable {
        let cloud: Cloud
        let memory: RehearsalMemory.Content
        let at: Instant
    }

    private let specs: [Spec]
    private let clock: VirtualClock
    private let cloud: FakeCloud
    private let memory: RehearsalMemory
    private let mix: FaultMix
    private var random: SeededRandom

    private init(_ specs: [Spec], seed: UInt64, mix: FaultMix, from start: Start? = nil) {
        self.specs = specs
        self.mix = mix
        random = SeededRandom(seed: seed)
        clock = VirtualClock(at: start?.at ?? Instant(milliseconds: 1_767_225_600_000))
        memory = RehearsalMemory(start?.memory ?? RehearsalMemory.Content())
        cloud = FakeCloud(start?.cloud ?? Cloud(account: specs.first?.account ?? "", at: clock.now()), time: clock)
    }

    /// The platform of a spec, built without faults.
    public static func start(_ spec: Spec) -> (start: Start, result: Result) {
        var rehearsal = Rehearsal([spec], seed: 0, mix: .none)
        let result = rehearsal.run(quiet: nil)
        let start = Start(
            cloud: rehearsal.cloud.snapshot, memory: rehearsal.memory.snapshot, at: rehearsal.clock.now())
        return (start, result)
    }

    /// The journey without any fault: what the others are measured by.
    public static func quiet(_ specs: [Spec], from start: Start? = nil) -> Result {
        var rehearsal = Rehearsal(specs, seed: 0, mix: .none, from: start)
        return rehearsal.run(quiet: nil)
    }

    /// The journey with deaths and faults.
    /// - Parameter quiet: how the same journey goes without.
    public static func fated(
        _ specs: [Spec], seed: UInt64, quiet: Result, mix: FaultMix = .heavy, from start: Start? = nil
    ) -> Result {
        var rehearsal = Rehearsal(specs, seed: seed, mix: mix, from: start)
        return rehearsal.run(quiet: quiet)
    }

    private mutating func run(quiet: Result?) -> Result {
        var result = Result(inventory: Inventory(cloud.snapshot))
        let before = traffic
        for (index, spec) in specs.enumerated() {
            let deaths = mix.deaths.lowerBound + random.below(mix.deaths.count)
            // The probability itself is drawn: many journeys have no faults, some have many.
            let faults = mix.thousandths[random.below(mix.thousandths.count)]
            let isBadRelease = quiet != nil && random.chance(thousandths: mix.badReleases)
            // Behind the last death things go wrong for one more life, which may reach the target.
            let fated = quiet == nil ? 0 : deaths + 1
            let began = clock.now()
            var isConverged = false
            for life in 0..<fated + 8 where !isConverged {
                result.lives += 1
                let isFated = life < fated
                // What goes wrong ends with the last fated life.
                if life == fated { cloud.edit { $0.mend() } }
                let end = isFated && life < deaths ? draw(quiet, index) : .never
                let fate = Fate(end: end, faults: isFated ? faults : 0, seed: random.next())
                if isFated, isBadRelease { cloud.edit { $0.releaseBadly(percent: 10 + Int(fate.number(below: 60))) } }
                let ending = live(spec, fate, life: result.lives)
                result.trace.append(
                    "\(spec.name) phase \(spec.phase) life \(life), end \(end), faults \(faults): \(ending)")
                isConverged = ending == .converged && !fate.isDead
                if case .stopped(let reason) = ending {
                    if result.firstStop.isEmpty { result.firstStop = reason }
                    if reason.hasPrefix(RunResult.rolledBack.rawValue) { result.isRolledBack = true }
                }
                if isConverged {
                    result.isReached = isFated || quiet == nil
                    result.calls.append(fate.counts.calls)
                    result.records.append(fate.counts.records)
                }
                if quiet != nil, !isConverged, random.chance(thousandths: mix.lostStates) {
                    memory.forgetEverything()
                    result.trace.append("  the state is lost")
                }
            }
            cloud.edit { $0.mend() }
            result.duration = clock.now() - began
            if !isConverged {
                result.problems.append("phase \(spec.phase) does not converge: \(result.trace.last ?? "")")
            }
            let again = live(spec, Fate(end: .never, faults: 0, seed: 0), life: result.lives, plansOnly: true)
            if again != .nothingToDo {
                result.problems.append("the plan after phase \(spec.phase) is not empty: \(again)")
            }
        }
        let after = traffic
        result.answered = after.answered - before.answered
        result.failed = after.failed - before.failed
        result.unavailable = .milliseconds(after.unavailable - before.unavailable)
        result.inventory = Inventory(cloud.snapshot)
        if let quiet { result.problems += result.inventory.differences(from: quiet.inventory) }
        return result
    }

    /// What became of people's requests so far; the time in milliseconds.
    private var traffic: (answered: Int, failed: Int, unavailable: Int) {
        var now = cloud.snapshot
        return now.traffic().reduce(into: (0, 0, 0)) {
            $0.0 += $1.answered
            $0.1 += $1.failed
            $0.2 += $1.unavailable.milliseconds
        }
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
                    if let gate = summary.failedGate {
                        return .stopped("\(summary.result.rawValue) by \(gate.stage): \(gate.measured)")
                    }
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
            input, phase: spec.phase, current: memory.phase ?? Standing.phase(observed: observed)
        ) { Blueprint.graph(for: spec, phase: $0) }
    }
}
