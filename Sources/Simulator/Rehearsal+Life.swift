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
    func live(
        _ leg: Leg, _ fate: Fate, life: Int, clockOff: TimeSpan = .zero, plansOnly: Bool = false, role: Role = .alone
    ) -> Lived {
        let (clock, memory, watch, canary) = (clock, memory, watch, setting.canary)
        let ours = OffsetClock(clock, ahead: clockOff)
        let (cloud, setting) = (cloud, setting)
        let (fence, other) = (Fence(), OtherRun())
        let calls = FatedCalls(
            cloud: cloud, fate: fate, watch: watch, memory: memory, regions: leg.regions, time: clock,
            fence: fence, other: { other.end(takeOver(leg, life: life, $0)) }, canary: canary)
        let provider = Provider(
            drivers: AllKinds.byKind, gauges: AllGauges.byGauge, account: leg.spec.account,
            aws: RetryingCalls(
                FencedCalls(OffsetCalls(calls, ours), by: fence), time: ours,
                random: SeededRandomSource(seed: UInt64(life)), policy: .patient, memory: RetryMemory()),
            kubernetes: FencedClusters(OffsetCalls(calls, ours), by: fence), time: ours)
        let body = { @Sendable () async -> Lived in
            let plan: Plan
            let observed: [ResourceObservation]
            do {
                let seen = try await Self.look(leg, provider, memory, ours, setting.graphs)
                observed = seen.observed
                plan = try Self.plan(leg, seen, memory, setting)
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
            await holding(leg.spec, fate, fence, life: life, role, body)
        }
        var ended = lived ?? .stopped("everything waits", "")
        ended.other = other.ended
        return ended
    }

    /// What a look at the platform showed.
    private struct Seen {
        let observed: [ResourceObservation]
        /// The regions that were given up and don't answer.
        let gone: Set<String>
    }

    private static func look(
        _ leg: Leg, _ provider: Provider, _ memory: RehearsalMemory, _ clock: OffsetClock, _ graphs: GraphShelf
    ) async throws(AWSError) -> Seen {
        let recorded = memory.recorded
        let look = PlatformLook(at: leg.spec, by: provider, recorded: recorded) { graphs.graph(leg.spec, $0) }
        let window = AllKinds.schemas.values.map(\.consistencyWindow).max() ?? .seconds(10)
        let silent = leg.move == nil ? [] : leg.dark
        let isFirst = silent.isEmpty && !memory.isKnown
        let lost = PlatformLook.lost(leg.move == nil ? leg.dark : [], of: leg.spec, recorded: recorded)
        let gone = Mutex<Set<String>>([])
        let observed = try await look.observe(
            silent: silent, lost: lost, first: isFirst ? FirstLook(time: clock, window: window) : nil
        ) { delay in
            if case .lost(let region, answers: false) = delay { _ = gone.withLock { $0.insert(region) } }
        }
        return Seen(observed: observed, gone: gone.withLock { $0 })
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
        _ leg: Leg, _ seen: Seen, _ memory: RehearsalMemory, _ setting: Setting
    ) throws(PlanProblems) -> Plan {
        let spec = leg.spec
        let drivers = AllKinds.byKind
        func isThere(_ observation: ResourceObservation) -> Bool { !seen.gone.contains(observation.address.scope) }
        let input = PlanningInput(
            platform: spec.name, account: spec.account, provider: "fake", regions: spec.regions.map(\.name),
            specHash: SHA256Digest.hex(JSON.text(of: spec.value)), stateSerial: 0, schemas: AllKinds.schemas,
            normalize: { drivers[$0]?.normalized($1) ?? $1 }, observed: seen.observed.filter(isThere),
            recorded: memory.recorded.filter { isThere($0.observation) }, lost: seen.gone.sorted(),
            options: PlanOptions(allowDestroy: setting.allowed, rules: StageRules(spec.migrations)))
        let shapes = Shapes(
            spec, observed: input.observed, writer: Standing(observed: seen.observed)?.writer, on: setting.graphs)
        if let move = leg.move {
            return try plan(
                move, shapes, FailoverPlanner(input, reachable: Set(leg.regions), graph: shapes.graph(with:)))
        }
        let current = memory.phase ?? Standing.phase(observed: seen.observed)
        if let rest = try shapes.unfinishedMove(input, current: current) { return rest }
        let basis = PlanShelf.Basis(
            phase: spec.phase, current: current, lost: input.lost, observed: input.observed, recorded: input.recorded)
        return try setting.plans.plan(of: basis) { () throws(PlanProblems) in
            try Planner.plan(
                input, phase: spec.phase, current: current, graph: shapes.graph, former: shapes.former)
        }
    }

    private static func plan(
        _ move: Move, _ shapes: Shapes, _ planner: FailoverPlanner
    ) throws(PlanProblems) -> Plan {
        let writer = shapes.writer
        switch move {
        case .failover(let region), .takeOver(let region):
            if writer.region == region { return try planner.finish(writer) }
            return try planner.move(writer, to: region, isPlanned: move == .failover(region))
        case .failback: return try planner.back(writer, to: shapes.spec.primaryRegion.name)
        }
    }
}

extension Rehearsal.Lived {
    static func stopped(_ why: String, _ detail: String) -> Self {
        Self(ending: .stopped(why: why, detail: detail))
    }
}
