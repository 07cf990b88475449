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

    init(_ known: Content = Content()) { content = Mutex(known) }

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

    /// The state file is lost.
    func forgetEverything() { content.withLock { $0 = Content() } }

    /// The journal of one life.
    func journal(of plan: Plan, _ fate: Fate) -> any JournalWriting { Writer(memory: self, plan: plan, fate: fate) }

    private struct Writer: JournalWriting {
        let memory: RehearsalMemory
        let plan: Plan
        let fate: Fate

        func append(_ records: [JournalRecord]) throws(JournalFailure) {
            guard fate.writes(records.count) else {
                throw JournalFailure(code: "simulated.death", message: "We are dead.", hint: "")
            }
            memory.content.withLock { content in
                content.isKnown = true
                for record in records { RehearsalMemory.write(record, plan, &content) }
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
                content.recorded[Key(address: outcome.address, generation: outcome.generation)] = nil
                return
            }
            for (key, record) in content.recorded
            where key.address == observation.address && key.generation < observation.generation && !record.isKept {
                content.recorded[key]?.isDeposed = true
            }
            content.recorded[Key(address: observation.address, generation: observation.generation)] =
                RecordedResource(
                    observation: observation, references: outcome.references, inputHash: outcome.inputHash,
                    isKept: outcome.action == .keep)
        case .stage(let name, .began, _, _):
            let stage = plan.stages.first { $0.name == name }
            if let ends = stage.flatMap(OpenRoad.ends) { content.phase = ends.from }
        case .stage: break
        case .finished(.converged, _): content.phase = plan.purpose == .destroy ? nil : plan.toPhase
        case .finished: break
        }
    }

    private static func key(_ address: Address, _ action: Step.Action, _ generation: Int) -> IntentKey {
        IntentKey(address: address, action: action, generation: generation)
    }
}
