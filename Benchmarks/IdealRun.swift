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
import Specs
import Synchronization
import Values

/// How long a run takes at least: in virtual time, with every slot free, and every wait noticed at once.
///
/// It is the longest chain of the durations that the fake cloud really takes, calls included; not what the plan
/// expects. What a real run takes longer is overhead: growing poll intervals, full slots, our own work.
struct IdealRun {
    let spec: Spec
    /// How soon each wait is looked at again.
    let interval: TimeSpan
    /// How much longer each call takes than inside one process.
    var latency = TimeSpan.zero

    struct Result {
        /// The plan's own longest expected path.
        let expected: TimeSpan
        /// From the first call to the last outcome.
        let span: TimeSpan
        /// The same with the program's own poll intervals and slots, in virtual time: what a run takes on a machine
        /// that is infinitely fast.
        let polled: TimeSpan
    }

    func run() throws(BenchmarkFailure) -> Result {
        let ideal = try walk(isIdeal: true)
        return Result(expected: ideal.expected, span: ideal.span, polled: try walk(isIdeal: false).span)
    }

    private func walk(isIdeal: Bool) throws(BenchmarkFailure) -> (expected: TimeSpan, span: TimeSpan) {
        let clock = VirtualClock(at: Instant(milliseconds: 1_767_225_600_000))
        let cloud = FakeCloud(Cloud(account: spec.account, at: clock.now()), time: clock)
        let calls = DelayedCalls(calls: cloud, latency: latency, time: clock)
        let provider = Provider(
            drivers: AllKinds.byKind, account: spec.account,
            aws: RetryingCalls(
                calls, time: clock, random: SeededRandomSource(seed: 1), policy: .patient, memory: RetryMemory()),
            kubernetes: calls,
            time: clock)
        let plan = try plan()
        let interval = isIdeal ? interval : nil
        let settings = isIdeal ? EngineSettings(parallelism: 1000, perServiceAndRegion: 1000) : EngineSettings()
        let input = EngineInput(plan: plan, runID: "ideal", attributes: [:], settings: settings)
        let ended = DeterministicExecutor().run(clock: clock) { await Self.drive(input, provider, clock, interval) }
        guard let summary = ended ?? nil else { throw BenchmarkFailure("the ideal run stalls") }
        guard summary.result == .converged else {
            let cause = summary.rootCauses.first.map { "\($0.address): \($0.failure.message)" }
            throw BenchmarkFailure("the ideal run does not converge: \(cause ?? "")")
        }
        return (CriticalPath(plan).duration, summary.ended - summary.began)
    }

    private func plan() throws(BenchmarkFailure) -> Plan {
        let drivers = AllKinds.byKind
        let input = PlanningInput(
            platform: spec.name, account: spec.account, provider: "fake", regions: spec.regions.map(\.name),
            specHash: SHA256Digest.hex(JSON.text(of: spec.value)), stateSerial: 0, schemas: AllKinds.schemas,
            normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: [], recorded: [])
        let spec = spec
        do throws(PlanProblems) {
            return try Planner.plan(input, phase: spec.phase, current: nil) { Blueprint.graph(for: spec, phase: $0) }
        } catch {
            throw BenchmarkFailure(error.diagnostics.first?.message ?? "no plan")
        }
    }

    /// Drives the engine's core as the runner does, but looks again at what waits after `interval` at the latest.
    private static func drive(
        _ input: EngineInput, _ provider: Provider, _ clock: VirtualClock, _ interval: TimeSpan?
    ) async -> RunSummary? {
        await withTaskGroup(of: EngineEvent?.self) { group in
            var core = EngineCore(input)
            var timers: Set<Int> = []
            var event: EngineEvent? = .begin(clock.now())
            while true {
                for command in event.map({ core.handle($0) }) ?? [] {
                    switch command {
                    case .journal, .report: break
                    case .end(let summary):
                        group.cancelAll()
                        return summary
                    case .look(let step, let operation):
                        group.addTask {
                            var outcome = await provider.advance(operation)
                            if let interval, case .pending(let reason, let span, let next) = outcome {
                                outcome = .pending(
                                    reason: reason, lookAgainAfter: min(span, interval), next)
                            }
                            return .looked(step: step, outcome, at: clock.now())
                        }
                    case .measure(let measurements, let since):
                        group.addTask {
                            .measured(await provider.measure(measurements, since: since), at: clock.now())
                        }
                    case .wake(let moment):
                        guard timers.allSatisfy({ $0 > moment.milliseconds }) else { continue }
                        timers.insert(moment.milliseconds)
                        group.addTask {
                            await clock.sleep(until: moment)
                            return .timePassed(clock.now())
                        }
                    }
                }
                guard let next = await group.next() else { return nil }
                timers = timers.filter { $0 > clock.now().milliseconds }
                event = next
            }
        }
    }
}
