import Engine
import FakeAWS
import Resources
import Synchronization
import Values

/// Looks on while a rehearsal runs: invariants after each call, and where asked, what happened minute by minute.
final class Watch: Sendable {
    private struct State {
        var breaches: [Breach] = []
        /// How many things of each protected address there were.
        var data: [String: Int] = [:]
        var recording: Recording?
        var nextSample = 0
    }

    static let database = "AWS::RDS::DBInstance"

    private let state: Mutex<State>
    private let memory: RehearsalMemory
    private let start: Instant
    private let time: @Sendable () -> Instant
    /// Invariants that need not hold here.
    private let spares: Set<Invariant>

    init(
        memory: RehearsalMemory, isRecording: Bool, spares: Set<Invariant>, time: @escaping @Sendable () -> Instant
    ) {
        self.memory = memory
        self.spares = spares
        self.time = time
        start = time()
        state = Mutex(State(recording: isRecording ? Recording(began: start) : nil))
    }

    var breaches: [Breach] { state.withLock { $0.breaches } }
    var recording: Recording? { state.withLock { $0.recording } }

    private func breach(_ invariant: Invariant, _ what: String) {
        guard !spares.contains(invariant) else { return }
        let moment = time()
        state.withLock { state in
            // The first of a kind tells enough.
            guard !state.breaches.contains(where: { $0.invariant == invariant }) else { return }
            state.breaches.append(Breach(invariant, what, at: moment))
            state.recording?.events.append(
                Recording.Event(at: moment, kind: .breach, text: "\(invariant.code) \(what)"))
        }
    }

    /// A call that changes something is about to be made.
    /// - Parameter memory: of who makes it.
    func willChange(_ name: String, _ memory: RehearsalMemory) {
        if !memory.hasOpenIntent { breach(.intentFirst, "\(name) was called while no intent is open.") }
    }

    /// A call was answered.
    func called(_ name: String, isRead: Bool, _ cloud: FakeCloud) {
        sample(cloud)
        guard !isRead else { return }
        cloud.look { lookAtRows($0) }
        // Only these move data or who writes it.
        if name.hasPrefix("rds.") { cloud.look { lookAtWriters($0, name) } }
        if name.hasPrefix("rds.") || name.hasPrefix("ec2.") { cloud.look { lookAtData($0, name) } }
    }

    /// What the cloud has noted while it counted people's writes.
    func lookAtRows(_ cloud: Cloud) {
        let told = cloud.rowsLedger
        if !told.together.isEmpty { breach(.oneWriter, "People write to \(told.together) at the same time.") }
        if !told.forgetful.isEmpty { breach(.rowsStay, "It takes writes, and \(told.forgetful) of others.") }
    }

    private func lookAtWriters(_ cloud: Cloud, _ name: String) {
        let together = Self.writingTogether(cloud)
        if let together { breach(.oneWriter, "After \(name) these take writes: \(together).") }
    }

    /// The databases that take writes where there are more than one; nil where there are not.
    static func writingTogether(_ cloud: Cloud) -> String? {
        let writers = cloud.objects.values.filter { $0.key.type == database && cloud.takesWrites($0) }
        var platforms: [String: Int] = [:]
        for writer in writers { platforms[writer.tags["reconcile:platform"] ?? "", default: 0] += 1 }
        guard platforms.values.contains(where: { $0 > 1 }) else { return nil }
        return writers.map(\.id).sorted().joined(separator: ", ")
    }

    /// - Parameter why: what was done just before.
    func lookAtData(_ cloud: Cloud, _ why: String) {
        let protected = memory.protected
        guard !protected.isEmpty else { return }
        var counts: [String: Int] = [:]
        for object in cloud.objects.values {
            // Of a database and its copy in another version the one that people use counts: the copy may go before it takes
            // over, and afterwards what it took over from; that it has all rows then is I10's affair.
            guard let address = object.tags["reconcile:address"], protected.contains(address),
                !Inventory.isGone(object), !cloud.standsAside(object)
            else { continue }
            counts["\(object.key.type) \(address)", default: 0] += 1
        }
        let lost = state.withLock { state -> String? in
            defer { state.data = counts }
            return state.data.keys.sorted().first { counts[$0, default: 0] < state.data[$0, default: 0] }
        }
        if let lost { breach(.dataStays, "\(lost) was there before \(why) and is gone.") }
    }

    // MARK: The recording

    /// Something goes wrong around us.
    func note(_ mishap: Mishap, _ call: String = "") {
        record(.mishap, call.isEmpty ? mishap.words : "\(mishap.words): \(call)")
    }

    func record(_ kind: Recording.Event.Kind, _ text: String) {
        let moment = time()
        state.withLock { $0.recording?.events.append(Recording.Event(at: moment, kind: kind, text: text)) }
    }

    /// An event of the run.
    func see(_ event: RunEvent, steps: [String]) {
        state.withLock { $0.recording?.see(event, steps: steps) }
    }

    private func sample(_ cloud: FakeCloud) {
        let moment = time()
        let isDue = state.withLock { state -> Bool in
            guard state.recording != nil, moment.milliseconds >= state.nextSample else { return false }
            state.nextSample = moment.milliseconds + 60_000
            return true
        }
        guard isDue else { return }
        // On a copy, so that a recorded rehearsal goes as one that is not.
        var copy = cloud.snapshot
        copy.advance(to: moment)
        let traffic = copy.traffic()
        let lag = copy.replicaLag
        state.withLock { $0.recording?.add(at: moment, traffic, lag: lag) }
    }
}
