import Blueprints
import CloudCalls
public import Engine
public import FakeAWS
import Guests
public import Planning
public import Resources
import Runner
public import Specs
public import Values

/// A journey through some specs in virtual time, on the same planner, engine, runner and provider as the program's,
/// with deaths and faults drawn from a seed.
public struct Rehearsal: Sendable {
    /// How a journey went.
    public struct Result: Sendable, Hashable {
        public var breaches: [Breach] = []
        public var inventory: Inventory
        /// Those of each spec's last life.
        public var extents: [Extent] = []
        public var lives = 0
        /// A line for each life, for whoever looks for the cause.
        public var trace: [String] = []
        /// The target was reached while things still went wrong.
        public var isReached = false
        /// A gate failed, and its stage was taken back.
        public var isRolledBack = false
        /// The stages whose gates failed, in order.
        public var failedGates: [String] = []
        /// What kind of thing stopped it first, and what exactly; empty for nothing.
        public var firstStop = ""
        public var firstStopDetail = ""
        /// How many things went wrong in it.
        public var mishaps = 0
        /// From the first step of the last spec to the end.
        public var duration = TimeSpan.zero
        public var answered = 0
        public var failed = 0
        /// Of the failed ones, those that came while a machine's services started anew, in a window that the plan stated.
        public var restarting = 0
        public var unavailable = TimeSpan.zero
        /// Writes that frozen databases refused; they are in no other count.
        public var refusedWrites = 0
        /// All calls of all lives.
        public var allCalls = 0

        /// What broke an invariant, in words; empty when all held.
        public var problems: [String] { breaches.map(\.text) }
    }

    /// Where rehearsals of one road begin: the platform before it.
    public struct Start: Sendable {
        let cloud: Cloud
        let memory: RehearsalMemory.Content
        let at: Instant

        init(cloud: Cloud, memory: RehearsalMemory.Content, at: Instant) {
            self.cloud = cloud
            self.memory = memory
            self.at = at
        }

        /// A platform as state and cloud have it; what is broken there counts as mended.
        public init(
            cloud: Cloud, phase: Int?, recorded: [RecordedResource], openIntents: [OpenIntent],
            protected: Set<String>
        ) {
            var cloud = cloud
            cloud.mend()
            cloud.clearRowsLedger()
            self.cloud = cloud
            memory = RehearsalMemory.content(
                phase: phase, recorded: recorded, open: openIntents, protected: protected)
            at = cloud.now
        }
    }

    /// A leg of a journey that moves the writer instead of changing the platform.
    public enum Move: Sendable, Hashable {
        /// A planned failover to a region.
        case failover(String)
        case failback
        /// A failover from a region that does not answer.
        case takeOver(String, from: String)
    }

    /// How a rehearsal differs from the next.
    struct Setting: Sendable {
        /// Moves of the writer, one a leg; empty where the legs are specs to reach.
        var moves: [Move] = []
        /// What is protected and may be destroyed.
        var allowed: Set<Address> = []
        /// Nil for no faults.
        var script: FaultScript?
        /// How the same journey goes without faults; nil for that journey itself.
        var quiet: Result?
        var canary: Canary?
        var isRecording = false
        var graphs = GraphShelf()
        var plans = PlanShelf()
    }

    let specs: [Spec]
    let clock: VirtualClock
    let cloud: FakeCloud
    let memory: RehearsalMemory
    let watch: Watch
    let setting: Setting

    /// Another machine that works on the same platform.
    init(besides one: Rehearsal, _ memory: RehearsalMemory) {
        (specs, clock, cloud, watch, setting) = (one.specs, one.clock, one.cloud, one.watch, one.setting)
        self.memory = memory
    }

    init(_ specs: [Spec], _ setting: Setting, from start: Start?) {
        self.specs = specs
        self.setting = setting
        let clock = VirtualClock(at: start?.at ?? Instant(milliseconds: 1_767_225_600_000))
        self.clock = clock
        memory = RehearsalMemory(start?.memory ?? RehearsalMemory.Content(), allowing: setting.allowed)
        cloud = FakeCloud(
            start?.cloud ?? Cloud(account: specs.first?.account ?? "", at: clock.now(), guest: PlatformGuest()),
            time: clock)
        watch = Watch(memory: memory, isRecording: setting.isRecording) { clock.now() }
    }

    /// The platform of a spec, built without faults.
    public static func start(_ spec: Spec) -> (start: Start, result: Result) {
        let rehearsal = Rehearsal([spec], Setting(), from: nil)
        let result = rehearsal.run()
        let start = Start(
            cloud: rehearsal.cloud.snapshot, memory: rehearsal.memory.snapshot, at: rehearsal.clock.now())
        return (start, result)
    }

    /// The journey without any fault: what the others are measured by.
    /// - Parameter allowed: what is protected and may be destroyed.
    public static func quiet(_ specs: [Spec], from start: Start? = nil, allowing allowed: Set<Address> = []) -> Result {
        Rehearsal(specs, Setting(allowed: allowed), from: start).run()
    }

    /// The journey with deaths and faults.
    /// - Parameter quiet: how the same journey goes without.
    public static func fated(
        _ specs: [Spec], seed: UInt64, quiet: Result, mix: FaultMix = .heavy, from start: Start? = nil
    ) -> Result {
        let script = FaultScript.draw(mix, seed: seed, quiet.extents)
        return Rehearsal(specs, Setting(script: script, quiet: quiet), from: start).run()
    }

    /// Runs the journey to its end.
    func run() -> Result {
        var result = Result(inventory: .none)
        result.mishaps = setting.script?.mishaps.count ?? 0
        let before = traffic
        var isAnnounced = false
        for (leg, spec) in specs.enumerated() {
            let began = clock.now()
            if walk(leg, spec, &result) { isAnnounced = true }
            cloud.edit {
                $0.mend()
                Surroundings.calm(&$0)
            }
            result.duration = clock.now() - began
            let move = setting.moves.indices.contains(leg) ? setting.moves[leg] : nil
            // A move leaves what does not belong to it, lost alarms or a lost state, to the next apply.
            if move != nil {
                let mended = live(spec, nil, Fate(), life: result.lives).ending
                result.trace.append("apply after it: \(mended.words)")
            }
            // What moved the writer has nothing left to do, and neither has an apply, which would undo it.
            for goal in move == nil ? [nil] : [move, nil] {
                let again = live(spec, goal, Fate(), life: result.lives, plansOnly: true).ending
                if again != .nothingToDo {
                    result.breaches.append(Breach(.settles, "The plan after phase \(spec.phase): \(again.words)"))
                }
            }
        }
        let after = traffic
        // What was counted last is in the copy that was counted.
        watch.lookAtRows(after.cloud)
        result.refusedWrites = after.cloud.rowsLedger.refused - before.cloud.rowsLedger.refused
        result.answered = after.answered - before.answered
        result.failed = after.failed - before.failed
        result.restarting = after.restarting - before.restarting
        result.unavailable = .milliseconds(after.unavailable - before.unavailable)
        result.inventory = cloud.look { Inventory($0) }
        judge(&result, isAnnounced: isAnnounced)
        return result
    }

    /// What the rehearsal left to be seen; nil where it was not recorded.
    var recording: Recording? {
        guard var recording = watch.recording else { return nil }
        recording.close(at: clock.now())
        return recording
    }

    /// Lives on one leg until it has converged.
    /// - Returns: whether one of its plans announced that users notice something.
    private func walk(_ leg: Int, _ spec: Spec, _ result: inout Result) -> Bool {
        let fated = setting.script.map { $0.lives[leg] } ?? 0
        var isAnnounced = false
        for life in 0..<fated + 8 {
            result.lives += 1
            let isFated = life < fated
            let mishaps = setting.script?.mishaps(leg: leg, life: life) ?? []
            // What goes wrong ends with the last fated life.
            if life == fated { cloud.edit { $0.mend() } }
            for mishap in mishaps { begin(mishap) }
            let fate = Fate(mishaps)
            watch.record(.life, "life \(life) begins")
            let move = setting.moves.indices.contains(leg) ? setting.moves[leg] : nil
            let off = mishaps.first { $0.kind == .clockOff }?.amount ?? 0
            let isContested = mishaps.contains { $0.kind == .twoOfUs }
            let lived = live(
                spec, move, fate, life: result.lives, clockOff: .seconds(off), role: isContested ? .contested : .alone)
            cloud.edit { Surroundings.calm(&$0) }
            if lived.isAnnounced { isAnnounced = true }
            if let other = lived.other {
                result.trace.append("another run meanwhile: \(other.ending.words)")
                if other.isAnnounced { isAnnounced = true }
                if let gate = other.failedGate {
                    result.failedGates.append(gate)
                    result.isRolledBack = true
                }
            }
            let ending: Ending = fate.isDead ? .stopped(why: Ending.ownDeath, detail: "") : lived.ending
            watch.record(.life, "life \(life) ends: \(ending.words)")
            result.allCalls += fate.extent.calls
            result.trace.append(
                "\(spec.name) phase \(spec.phase) life \(life), \(mishaps.count) mishaps: \(ending.words)")
            if let gate = lived.failedGate {
                result.failedGates.append(gate)
                result.isRolledBack = true
            }
            if case .stopped(let why, let detail) = ending {
                if why.isEmpty { result.breaches.append(Breach(.endsWell, "Life \(life) ended without a reason.")) }
                if result.firstStop.isEmpty { (result.firstStop, result.firstStopDetail) = (why, detail) }
                if mishaps.contains(where: { $0.kind == .loseState }) { memory.forgetEverything() }
                continue
            }
            if isFated || setting.quiet == nil { result.isReached = true }
            result.extents.append(fate.extent)
            if !mishaps.contains(where: \.kind.mayComeUnseen) || ending == .nothingToDo { return isAnnounced }
        }
        result.isReached = false
        result.breaches.append(
            Breach(.endsWell, "Phase \(spec.phase) is not reached when faults have stopped: \(result.trace.last ?? "")")
        )
        return isAnnounced
    }

    /// What holds for the whole life.
    private func begin(_ mishap: Mishap) {
        switch mishap.kind {
        case .badRelease: cloud.edit { $0.releaseBadly(percent: mishap.amount) }
        case .slow: cloud.edit { $0.faults.slowness = mishap.amount }
        case .clockOff: break
        default: return
        }
        watch.note(mishap)
    }

    private func judge(_ result: inout Result, isAnnounced: Bool) {
        result.breaches += watch.breaches
        if let quiet = setting.quiet {
            let differences = result.inventory.differences(from: quiet.inventory)
            if !differences.isEmpty {
                result.breaches.append(Breach(.oneOfEverything, differences.joined(separator: "; ")))
            }
            let isHarmed = setting.script?.mishaps.contains { $0.kind.harmsUsers } ?? false
            let unstated = (result.failed - result.restarting, quiet.failed - quiet.restarting)
            if !isHarmed, !isAnnounced, unstated.0 > unstated.1 {
                result.breaches.append(
                    Breach(.served, "\(unstated.0) requests failed, \(unstated.1) without faults."))
            }
        } else if result.failed > result.restarting, !isAnnounced {
            let all = result.failed + result.answered
            result.breaches.append(Breach(.quietIsSilent, "\(result.failed) of \(all) requests failed."))
        }
        let place = cloud.look { SecretSearch($0) }.place(in: memory, result.trace + [result.firstStopDetail])
        if let place { result.breaches.append(Breach(.secrets, "One stands in \(place).")) }
        result.breaches.sort { $0.invariant.rawValue < $1.invariant.rawValue }
    }

    /// What became of people's requests so far; the time in milliseconds.
    private var traffic: (answered: Int, failed: Int, unavailable: Int, restarting: Int, cloud: Cloud) {
        var now = cloud.snapshot
        let counts = now.traffic().reduce(into: (0, 0, 0, 0)) {
            $0.3 += $1.restarting
            $0.0 += $1.answered
            $0.1 += $1.failed
            $0.2 += $1.unavailable.milliseconds
        }
        return (counts.0, counts.1, counts.2, counts.3, now)
    }
}
