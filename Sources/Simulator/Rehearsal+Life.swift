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
import Values

extension Rehearsal {
    /// How a life went.
    struct Lived: Sendable {
        var ending: Ending
        var failedGate: String?
        /// The plan said that users notice something.
        var isAnnounced = false
        /// How another run fared that took over meanwhile.
        var other: OtherRun.End?
    }

    /// One run of the program, from its first look at the cloud to its end.
    /// - Parameter move: how the writer is moved; nil for an apply.
    func live(
        _ spec: Spec, _ move: Move?, _ fate: Fate, life: Int, clockOff: TimeSpan = .zero, plansOnly: Bool = false,
        role: Role = .alone
    ) -> Lived {
        let (clock, memory, watch, canary) = (clock, memory, watch, setting.canary)
        let ours = OffsetClock(clock, ahead: clockOff)
        let (cloud, setting) = (cloud, setting)
        let (fence, other) = (Fence(), OtherRun())
        let calls = FatedCalls(
            cloud: cloud, fate: fate, watch: watch, memory: memory, regions: spec.regions.map(\.name), time: clock,
            fence: fence, other: { other.end(takeOver(spec, move, life: life, $0)) }, canary: canary)
        let provider = Provider(
            drivers: AllKinds.byKind, gauges: AllGauges.byGauge, account: spec.account,
            aws: RetryingCalls(
                FencedCalls(OffsetCalls(calls, ours), by: fence), time: ours,
                random: SeededRandomSource(seed: UInt64(life)), policy: .patient, memory: RetryMemory()),
            kubernetes: FencedClusters(OffsetCalls(calls, ours), by: fence), time: ours)
        let body = { @Sendable () async -> Lived in
            let plan: Plan
            let observed: [ResourceObservation]
            do {
                observed = try await Self.observe(spec, provider, memory, ours, setting.graphs, silent: move?.lost)
                plan = try Self.plan(spec, move, observed, memory, setting)
            } catch let error as AWSError {
                return .stopped("observing: \(error.code)", "\(error.service) \(error.operation) in \(error.region)")
            } catch let problems as PlanProblems {
                return .stopped("planning", problems.diagnostics.map(\.message).joined(separator: "; "))
            } catch {
                return .stopped("observing", "\(error)")
            }
            guard !plan.isEmpty else { return Lived(ending: plansOnly ? .nothingToDo : .converged) }
            guard !plansOnly else { return .stopped("more to do", plan.steps.map(\.id).joined(separator: ", ")) }
            memory.protect(plan)
            cloud.look { watch.lookAtData($0, "this life") }
            var attributes: [Address: Value] = [:]
            for observation in observed { attributes[observation.address] = observation.attributes }
            let names = plan.steps.map(\.id)
            let journal = memory.journal(of: plan, fate, fence, canary: canary == .intents)
            let runner = PlanRunner(provider: provider, journal: journal, time: ours) {
                watch.see($0, steps: names)
            }
            let input = EngineInput(
                plan: plan, runID: "run-\(life)", attributes: attributes, openIntents: memory.openIntents,
                settings: EngineSettings(approved: ["*"]))
            var lived = Lived(ending: .converged)
            do throws(JournalFailure) {
                let summary = try await runner.run(input, cancel: { await fate.ended() })
                lived = Self.lived(summary)
            } catch {
                lived = .stopped(error.code == "state.diskFull" ? "the disk was full" : error.code, "")
            }
            // A planned move of the writer freezes writes and costs no request; nor does an address that users lose, since
            // they are told the next one in time, but for where it takes no writes before that.
            lived.isAnnounced =
                plan.purpose == .apply
                && (plan.steps.contains { !$0.interruption.isEmpty }
                    || plan.warnings.contains { $0.hasPrefix("USERS ") && $0.contains("can't write") })
            if canary == .secret {
                lived.ending = .stopped(
                    why: "failed", detail: cloud.look { SecretSearch.texts($0).joined(separator: " ") })
            }
            return lived
        }
        let lived = DeterministicExecutor().run(clock: clock) {
            await holding(spec, fate, fence, life: life, role, body)
        }
        var ended = lived ?? .stopped("everything waits", "")
        ended.other = other.ended
        return ended
    }

    private static func observe(
        _ spec: Spec, _ provider: Provider, _ memory: RehearsalMemory, _ clock: OffsetClock, _ graphs: GraphShelf,
        silent lost: String?
    ) async throws(AWSError) -> [ResourceObservation] {
        let recorded = memory.recorded
        let look = PlatformLook(at: spec, by: provider, recorded: recorded) { graphs.graph(spec, $0) }
        let window = AllKinds.schemas.values.map(\.consistencyWindow).max() ?? .seconds(10)
        let isFirst = lost == nil && !memory.isKnown
        return try await look.observe(
            silent: lost.map { [$0] } ?? [], first: isFirst ? FirstLook(time: clock, window: window) : nil)
    }

    private static func lived(_ summary: RunSummary) -> Lived {
        if let gate = summary.failedGate {
            var lived = Lived.stopped("gate \(gate.stage)", "\(summary.result.rawValue): \(gate.measured)")
            lived.failedGate = gate.stage
            return lived
        }
        guard summary.result != .converged else { return Lived(ending: .converged) }
        let causes = summary.rootCauses.map { "\($0.step): \($0.failure.code) \($0.failure.message)" }
        let code = summary.rootCauses.first.map { ": \($0.failure.code)" } ?? ""
        return .stopped("\(summary.result.rawValue)\(code)", causes.joined(separator: "; "))
    }

    private static func plan(
        _ spec: Spec, _ move: Move?, _ observed: [ResourceObservation], _ memory: RehearsalMemory, _ setting: Setting
    ) throws(PlanProblems) -> Plan {
        let graphs = setting.graphs
        let drivers = AllKinds.byKind
        let input = PlanningInput(
            platform: spec.name, account: spec.account, provider: "fake", regions: spec.regions.map(\.name),
            specHash: SHA256Digest.hex(JSON.text(of: spec.value)), stateSerial: 0, schemas: AllKinds.schemas,
            normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: observed, recorded: memory.recorded,
            options: PlanOptions(allowDestroy: setting.allowed, rules: StageRules(spec.migrations)))
        let moved = Standing(observed: observed)?.writer
        let writer = moved?.seen(from: spec)
        if spec.phase >= 4, let writer = writer ?? move.map({ _ in Writer.home(of: spec) }) {
            let reachable = Set(input.regions.filter { $0 != move?.lost })
            let planner = FailoverPlanner(input, reachable: reachable) {
                graphs.graph(spec, spec.phase, writer: $0)
            }
            switch move {
            case .failover(let region):
                return try writer.region == region
                    ? planner.finish(writer) : planner.move(writer, to: region, isPlanned: true)
            case .takeOver(let region, _):
                return try writer.region == region
                    ? planner.finish(writer) : planner.move(writer, to: region, isPlanned: false)
            case .failback: return try planner.back(writer, to: spec.primaryRegion.name)
            case nil: if try !planner.isSettled(writer) { return try planner.finish(writer) }
            }
        }
        let current = memory.phase ?? Standing.phase(observed: observed)
        let basis = PlanShelf.Basis(
            phase: spec.phase, current: current, observed: observed, recorded: input.recorded)
        return try setting.plans.plan(of: basis) { () throws(PlanProblems) in
            let before = LeftRegions.spec(spec, before: observed)
            return try Planner.plan(
                input, phase: spec.phase, current: current,
                graph: { phase in
                    let shape = phase > spec.phase ? before : spec
                    return graphs.graph(shape, phase, writer: moved?.seen(from: shape))
                },
                former: {
                    moved?.former(of: LeftRegions.spec(spec, with: observed)) {
                        graphs.graph($0, Blueprint.latestPhase, writer: $1)
                    } ?? []
                })
        }
    }
}

extension Rehearsal.Lived {
    static func stopped(_ why: String, _ detail: String) -> Self {
        Self(ending: .stopped(why: why, detail: detail))
    }
}

extension Rehearsal.Move {
    /// The region that does not answer meanwhile.
    fileprivate var lost: String? { if case .takeOver(_, let lost) = self { lost } else { nil } }
}
