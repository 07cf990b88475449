import CloudCalls
import Engine
import Planning
import Resources
import Synchronization

/// What we remember across the lives of a rehearsal: the journal and what it means, as the state file would hold it.
final class RehearsalMemory: Sendable {
    struct Content: Sendable {
        var isKnown = false
        var phase: Int?
        var recorded: [Key: RecordedResource] = [:]
        var open: [IntentKey: OpenIntent] = [:]
        /// The stage whose gate failed.
        var failed: Stage?
        /// Addresses of what holds data, as plans say.
        var protected: Set<String> = []
    }

    struct Key: Hashable, Sendable {
        let address: Address
        let generation: Int
    }

    struct IntentKey: Hashable, Sendable {
        let address: Address
        let action: Step.Action
        let generation: Int
    }

    private let content: Mutex<Content>
    private let allowed: Set<String>

    /// What a state file knows.
    static func content(
        phase: Int?, recorded: [RecordedResource], open: [OpenIntent], protected: Set<String>
    ) -> Content {
        var content = Content()
        content.isKnown = true
        content.phase = phase
        content.protected = protected
        for record in recorded {
            let seen = record.observation
            content.recorded[Key(address: seen.address, generation: seen.generation)] = record
        }
        for intent in open { content.open[key(intent.address, intent.action, intent.generation)] = intent }
        return content
    }

    /// - Parameter allowed: what is protected and may be destroyed all the same.
    init(_ known: Content = Content(), allowing allowed: Set<Address> = []) {
        content = Mutex(known)
        self.allowed = Set(allowed.map(\.text))
    }

    var snapshot: Content { content.withLock { $0 } }

    /// A run began before, and its state is there.
    var isKnown: Bool { content.withLock { $0.isKnown } }
    var phase: Int? { content.withLock { $0.phase } }
    var recorded: [RecordedResource] {
        content.withLock { Array($0.recorded.values) }.sorted {
            ($0.observation.address, $0.observation.generation) < ($1.observation.address, $1.observation.generation)
        }
    }
    var openIntents: [OpenIntent] {
        content.withLock { Array($0.open.values) }.sorted { ($0.address, $0.generation) < ($1.address, $1.generation) }
    }

    /// Whether the journal holds an intent that is not settled.
    var hasOpenIntent: Bool { content.withLock { !$0.open.isEmpty } }

    /// Addresses of what may never be deleted.
    var protected: Set<String> { content.withLock { $0.protected.subtracting(allowed) } }

    /// Remembers what a plan says of data, longer than any state file does.
    func protect(_ plan: Plan) {
        let addresses = plan.steps.filter(\.isProtected).map(\.address.text)
        if !addresses.isEmpty { content.withLock { $0.protected.formUnion(addresses) } }
    }

    /// The state file is lost.
    func forgetEverything() {
        content.withLock { content in
            let protected = content.protected
            content = Content()
            content.protected = protected
        }
    }

    /// What another machine knows that has our state, or that has none.
    func copy(knowsState: Bool) -> RehearsalMemory {
        let copy = RehearsalMemory(snapshot)
        if !knowsState { copy.forgetEverything() }
        return copy
    }

    /// From here on the work goes on where another machine left it, with its state.
    func goOn(as other: RehearsalMemory) {
        let known = other.snapshot
        content.withLock { $0 = known }
    }

    /// The journal of one life.
    func journal(of plan: Plan, _ fate: Fate, _ fence: Fence, canary dropsIntents: Bool) -> any JournalWriting {
        Writer(memory: self, plan: plan, fate: fate, fence: fence, dropsIntents: dropsIntents)
    }

    private struct Writer: JournalWriting {
        let memory: RehearsalMemory
        let plan: Plan
        let fate: Fate
        let fence: Fence
        let dropsIntents: Bool

        func append(_ records: [JournalRecord]) throws(JournalFailure) {
            if let problem = fence.problem { throw JournalFailure(code: "state.fenced", message: problem, hint: "") }
            switch fate.writes(records.count) {
            case nil: break
            case .diskFull: throw JournalFailure(code: "state.diskFull", message: "No space is left.", hint: "")
            default: throw JournalFailure(code: "simulated.death", message: "We are dead.", hint: "")
            }
            memory.content.withLock { content in
                content.isKnown = true
                for record in records {
                    if dropsIntents, case .intent = record { continue }
                    RehearsalMemory.write(record, plan, &content)
                }
            }
        }
    }

    private static func write(_ record: JournalRecord, _ plan: Plan, _ content: inout Content) {
        switch record {
        case .intent(let intent):
            content.open[key(intent.address, intent.action, intent.generation)] = OpenIntent(
                address: intent.address, action: intent.action, generation: intent.generation, token: intent.token,
                inputHash: intent.inputHash)
        case .outcome(let outcome):
            content.open[key(outcome.address, outcome.action, outcome.generation)] = nil
            guard case .done(let observation) = outcome.result else { return }
            guard let observation else {
                // What is gone is made anew, not once more.
                for action in [Step.Action.create, .update] where outcome.action == .delete {
                    content.open[key(outcome.address, action, outcome.generation)] = nil
                }
                content.recorded[Key(address: outcome.address, generation: outcome.generation)] = nil
                return
            }
            for (key, record) in content.recorded
            where key.address == observation.address && key.generation < observation.generation && !record.isKept {
                content.recorded[key]?.isDeposed = true
            }
            let key = Key(address: observation.address, generation: observation.generation)
            content.recorded[key] =
                RecordedResource(
                    observation: observation, references: outcome.references, inputHash: outcome.inputHash,
                    isKept: outcome.action == .keep, provenContent: content.recorded[key]?.provenContent)
        case .stage(let name, let event, _, _):
            guard let stage = plan.stages.first(where: { $0.name == name }) else { return }
            switch event {
            case .began:
                if let ends = OpenRoad.ends(of: stage) { content.phase = ends.from }
                begin(stage, &content)
            case .passed: settle(stage, &content)
            case .failed: content.failed = stage
            }
        case .finished(.converged, _): content.phase = plan.purpose == .destroy ? nil : plan.toPhase
        case .finished(.rolledBack, _): if let failed = content.failed { settle(failed, &content) }
        case .finished: break
        }
    }

    /// What the state file does as well: see `ResourceRow`.
    private static func begin(_ stage: Stage, _ content: inout Content) {
        for (key, record) in content.recorded where !record.isDeposed && record.provenContent == nil {
            if let proven = stage.provenContents[key.address] { content.recorded[key]?.provenContent = proven }
        }
    }

    private static func settle(_ stage: Stage, _ content: inout Content) {
        for key in content.recorded.keys where stage.provenContents[key.address] != nil {
            content.recorded[key]?.provenContent = nil
        }
    }

    private static func key(_ address: Address, _ action: Step.Action, _ generation: Int) -> IntentKey {
        IntentKey(address: address, action: action, generation: generation)
    }
}
