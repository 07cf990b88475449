import Blueprints
import FakeAWS
import Planning
import Resources
import Runner
public import Specs
public import Values

/// A game day that loses the writer's region and moves the writer as `failover` does, on the same planner, engine and
/// provider; then the region comes back, and an apply fences it.
public struct RegionDrill {
    /// What was measured; spans count from the loss, those of the fence from the region's return.
    public struct Outcome: Sendable, Hashable {
        /// The region that the writer moved to.
        public var to = ""
        /// When somebody gave the command.
        public var calledAfter = TimeSpan.zero
        /// When the services of the other region had the new writer, so that writes were taken again; nil for not.
        public var writesAfter: TimeSpan?
        /// Requests that failed and those that were answered until the region came back.
        public var failed = 0
        public var answered = 0
        /// When the last request failed; nil where requests still fail when the region comes back.
        public var servedAfter: TimeSpan?
        /// When the command ended.
        public var endedAfter = TimeSpan.zero
        /// Rows that the lost writer had acknowledged and the new one does not have.
        public var lostRows = 0
        /// When the old database was fenced, counted from the return of its region; nil for not.
        public var fencedAfter: TimeSpan?
        /// Rows that the old database acknowledged between its region's return and the fence: they stay there.
        public var strayRows = 0
        /// Why it did not get to its end; empty when it did.
        public var problem = ""
    }

    /// How long an alarm and a person take until the command is given, each time.
    public static let reaction = TimeSpan.minutes(5)
    /// How long the region is lost.
    public static let loss = TimeSpan.minutes(60)

    private let spec: Spec
    private let region: String
    private let rehearsal: Rehearsal

    /// - Returns: nil where the writer stands elsewhere, so that nothing has to move.
    public init?(_ spec: Spec, losing region: String, from start: Rehearsal.Start) {
        let recorded = RehearsalMemory(start.memory).recorded.map(\.observation)
        let writer = Standing(observed: recorded)?.writer ?? .home(of: spec)
        guard writer.region == region else { return nil }
        self.spec = spec
        self.region = region
        rehearsal = Rehearsal([Rehearsal.Leg(spec)], Rehearsal.Setting(isRecording: true), from: start)
    }

    /// Runs the game day.
    public func run() -> Outcome {
        var outcome = Outcome()
        guard let to = spec.regions.map(\.name).first(where: { $0 != region }) else { return outcome }
        outcome.to = to
        pass(.minutes(10))
        let lost = rehearsal.clock.now()
        let atFirst = requests
        rehearsal.cloud.edit { $0.cut(region: region) }
        pass(Self.reaction)
        outcome.calledAfter = rehearsal.clock.now() - lost
        let moved = rehearsal.live(Rehearsal.Leg(spec, .takeOver(to), lost: region), Fate(), life: 1)
        outcome.endedAfter = rehearsal.clock.now() - lost
        outcome.writesAfter = passed("failover/route").map { $0 - lost }
        guard moved.ending == .converged else {
            outcome.problem = moved.ending.words
            return outcome
        }
        outcome.lostRows = rows(in: to).map(\.missing).max() ?? 0
        var last = lost
        var before = requests
        while rehearsal.clock.now() - lost < Self.loss {
            pass(.seconds(30))
            if requests.failed > before.failed { last = rehearsal.clock.now() }
            before = requests
        }
        outcome.failed = before.failed - atFirst.failed
        outcome.answered = before.answered - atFirst.answered
        outcome.servedAfter = last == rehearsal.clock.now() ? nil : max(outcome.endedAfter, last - lost)
        rehearsal.cloud.edit {
            $0.countTraffic()
            $0.mend()
        }
        let back = rehearsal.clock.now()
        let kept = rows(in: region).reduce(0) { $0 + $1.acknowledged }
        pass(Self.reaction)
        let fenced = rehearsal.live(Rehearsal.Leg(spec), Fate(), life: 2)
        outcome.fencedAfter = passed("failover/fence").map { $0 - back }
        outcome.strayRows = rows(in: region).reduce(0) { $0 + $1.acknowledged } - kept
        if fenced.ending != .converged { outcome.problem = fenced.ending.words }
        return outcome
    }

    private func pass(_ span: TimeSpan) {
        let clock = rehearsal.clock
        let until = clock.now() + span
        _ = DeterministicExecutor().run(clock: clock) { await clock.sleep(until: until) }
    }

    /// What became of people's requests so far.
    private var requests: (answered: Int, failed: Int) {
        var cloud = rehearsal.cloudNow
        return cloud.traffic().reduce(into: (0, 0)) {
            $0.0 += $1.answered
            $0.1 += $1.failed
        }
    }

    /// The databases of a region.
    private func rows(in region: String) -> [DatabaseRows] {
        var cloud = rehearsal.cloudNow
        return cloud.databases().filter { $0.name.hasPrefix("rds \(region)/") }
    }

    private func passed(_ stage: String) -> Instant? {
        rehearsal.recording?.stages.last { $0.name == stage && $0.result == "passed" }?.ended
    }
}
