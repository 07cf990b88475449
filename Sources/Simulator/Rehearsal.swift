import Blueprints
import CloudCalls
public import Engine
public import FakeAWS
import Guests
public import Planning
public import Resources
import Runner
public import Specs
import Values

/// A journey through some specs in virtual time, on the same planner, engine, runner and provider as the program's,
/// with deaths and faults drawn from a seed.
public struct Rehearsal: Sendable {
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

        /// An empty account.
        init(nothingIn account: String) {
            at = Rehearsal.epoch
            cloud = Cloud(account: account, at: at, guest: PlatformGuest())
            memory = RehearsalMemory.Content()
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

        /// The regions in which something of the platform is known.
        public var regions: Set<String> {
            Set(memory.recorded.keys.map(\.address.scope)).subtracting(["global"])
        }
    }

    /// How a rehearsal differs from the next.
    struct Setting: Sendable {
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

    /// When rehearsals begin that begin with nothing.
    private static let epoch = Instant(milliseconds: 1_767_225_600_000)

    let legs: [Leg]
    let clock: VirtualClock
    let cloud: FakeCloud
    let memory: RehearsalMemory
    let watch: Watch
    let setting: Setting

    /// Another machine that works on the same platform.
    init(besides one: Rehearsal, _ memory: RehearsalMemory) {
        (legs, clock, cloud, watch, setting) = (one.legs, one.clock, one.cloud, one.watch, one.setting)
        self.memory = memory
    }

    init(_ legs: [Leg], _ setting: Setting, from start: Start?) {
        self.legs = legs
        self.setting = setting
        let start = start ?? Start(nothingIn: legs.first?.spec.account ?? "")
        let clock = VirtualClock(at: start.at)
        self.clock = clock
        memory = RehearsalMemory(start.memory, allowing: setting.allowed)
        cloud = FakeCloud(start.cloud, time: clock)
        let spares = legs.contains { $0.lost != nil } ? Invariant.lossy : []
        watch = Watch(memory: memory, isRecording: setting.isRecording, spares: spares) { clock.now() }
    }

    /// The platform of a spec, built without faults.
    public static func start(_ spec: Spec) -> (start: Start, result: Result) {
        let rehearsal = Rehearsal([Leg(spec)], Setting(), from: nil)
        let result = rehearsal.run()
        let start = Start(
            cloud: rehearsal.cloud.snapshot, memory: rehearsal.memory.snapshot, at: rehearsal.clock.now())
        return (start, result)
    }

    /// The journey without any fault: what the others are measured by.
    /// - Parameter allowed: what is protected and may be destroyed.
    public static func quiet(_ specs: [Spec], from start: Start? = nil, allowing allowed: Set<Address> = []) -> Result {
        Rehearsal(specs.map { Leg($0) }, Setting(allowed: allowed), from: start).run()
    }

    /// The journey with deaths and faults.
    /// - Parameter quiet: how the same journey goes without.
    public static func fated(
        _ specs: [Spec], seed: UInt64, quiet: Result, mix: FaultMix = .heavy, from start: Start? = nil
    ) -> Result {
        let script = FaultScript.draw(mix, seed: seed, quiet.extents)
        return Rehearsal(specs.map { Leg($0) }, Setting(script: script, quiet: quiet), from: start).run()
    }

    /// Runs the journey to its end.
    func run() -> Result {
        var result = Result(inventory: .none)
        result.mishaps = setting.script?.mishaps.count ?? 0
        let before = traffic
        var isAnnounced = false
        for (number, leg) in legs.enumerated() {
            enter(leg)
            let (began, lacked) = (clock.now(), isLossy ? lackingRows : 0)
            if walk(number, leg, &result) { isAnnounced = true }
            mend(leg)
            result.duration = result.duration + (clock.now() - began)
            if isLossy { lookAtRows(on: leg, before: lacked, &result) }
            // A move leaves what does not belong to it, lost alarms or a lost state, to the next apply.
            if leg.settled.count > 1 {
                let mended = live(Leg(leg.spec), Fate(), life: result.lives).ending
                result.trace.append("apply after it: \(mended.words)")
            }
            for goal in leg.settled {
                let again = live(goal, Fate(), life: result.lives, plansOnly: true).ending
                if again != .nothingToDo {
                    result.breaches.append(
                        Breach(.settles, "The plan after phase \(leg.spec.phase): \(again.words)"))
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

    /// Only the move that leaves a lost region loses rows, and only what was not sent on; what that region's own pods write when
    /// it answers again stays there.
    private func lookAtRows(on leg: Leg, before: Int, _ result: inout Result) {
        result.lostRows = lackingRows
        guard leg.lost != nil, leg.move == nil, result.lostRows > before else { return }
        result.breaches.append(
            Breach(.rowsStay, "\(result.lostRows - before) rows were lost while a region was given up."))
    }

    /// What the rehearsal left to be seen; nil where it was not recorded.
    var recording: Recording? {
        guard var recording = watch.recording else { return nil }
        recording.close(at: clock.now())
        return recording
    }

    /// A region is lost, or answers again.
    private func enter(_ leg: Leg) {
        cloud.edit { cloud in
            guard cloud.faults.cutRegions != leg.dark else { return }
            cloud.countTraffic()
            cloud.faults.cutRegions = []
            for region in leg.dark { cloud.cut(region: region) }
        }
    }

    /// All is whole again but for a region that is lost.
    private func mend(_ leg: Leg) {
        cloud.edit {
            $0.mend()
            $0.faults.cutRegions = leg.dark
        }
    }

    /// Lives on one leg until it has converged.
    /// - Returns: whether one of its plans announced that users notice something.
    private func walk(_ number: Int, _ leg: Leg, _ result: inout Result) -> Bool {
        let spec = leg.spec
        let fated = setting.script.map { $0.lives[number] } ?? 0
        var isAnnounced = false
        for life in 0..<fated + 8 {
            result.lives += 1
            let isFated = life < fated
            let mishaps = setting.script?.mishaps(leg: number, life: life) ?? []
            // What goes wrong ends with the last fated life.
            if life == fated { mend(leg) }
            for mishap in mishaps { begin(mishap) }
            let fate = Fate(mishaps)
            watch.record(.life, "life \(life) begins")
            let off = mishaps.first { $0.kind == .clockOff }?.amount ?? 0
            let isContested = mishaps.contains { $0.kind == .twoOfUs }
            let lived = live(
                leg, fate, life: result.lives, clockOff: .seconds(off), role: isContested ? .contested : .alone)
            cloud.edit { Surroundings.calm(&$0, without: leg.dark) }
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
}
