/// One thing that goes wrong in a rehearsal, at a place that its seed chose.
public struct Mishap: Sendable, Hashable {
    /// What goes wrong; the raw values are the words of a faults file.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        // One call.
        case fail, throttle, loseAnswer, timeout
        // The life ends.
        case dieBefore, dieAfter, dieAtRecord
        // The life's surroundings.
        case diskFull, badRelease, slow, zoneDown, regionCut, serviceDown, byHand, loseState, replicationStall
        case noCapacity, quotaSpent, nothingStarts, clockOff, halfApplied
        /// We are stopped, and another run takes over.
        case twoOfUs

        /// Whether it may cost users a request by itself, whatever we do.
        var harmsUsers: Bool {
            switch self {
            case .badRelease, .zoneDown, .regionCut, .byHand: true
            default: false
            }
        }

        /// Whether it takes something away that this life may have looked at before, so that only the next one sees it.
        var mayComeUnseen: Bool { self == .byHand || self == .zoneDown }
    }

    public let kind: Kind
    /// The spec of the journey, counted from 0.
    public let leg: Int
    /// The life on it, counted from 0.
    public let life: Int
    /// The call or the record at which it comes, counted from 0 in that life.
    public let at: Int
    /// Percent, minutes or a choice, by kind.
    public let amount: Int

    /// Whether we die of it at a call.
    var isDeath: Bool {
        switch kind {
        case .dieBefore, .dieAfter: true
        case .halfApplied: amount > 0
        default: false
        }
    }

    /// Of two of us: whether our call goes out only when the other run has ended.
    var isStoppedBefore: Bool { amount & 1 == 1 }
    /// Of two of us: whether the other run has our state.
    var otherKnowsState: Bool { amount & 2 == 0 }

    /// What it is, in words.
    public var words: String {
        switch kind {
        case .fail: "call \(at) is refused"
        case .throttle: "call \(at) is throttled"
        case .loseAnswer: "call \(at) takes effect and its answer is lost"
        case .timeout: "call \(at) gets nowhere, and nobody says so"
        case .dieBefore: "we die before call \(at)"
        case .dieAfter: "we die after call \(at), before its answer"
        case .dieAtRecord: "we die before record \(at) is written"
        case .diskFull: "the disk is full at record \(at)"
        case .badRelease: "the new targets fail \(amount) % of requests"
        case .slow: "everything takes \(amount) % of its time"
        case .zoneDown: "a zone goes down at call \(at) for \(amount) min"
        case .noCapacity: "a region launches no instance from call \(at) for \(amount) min"
        case .quotaSpent: "no quota of a region leaves room from call \(at) for \(amount) min"
        case .nothingStarts: "nothing that starts turns healthy from call \(at) for \(amount) min"
        case .halfApplied:
            "of batch \(at) half takes effect, and \(amount == 0 ? "AWS says that it failed" : "we die")"
        case .clockOff: "our clock is \(abs(amount)) s \(amount < 0 ? "behind" : "ahead")"
        case .regionCut: "a region does not answer from call \(at) for \(amount) min"
        case .serviceDown:
            "\(FaultScript.service(amount)) answers nothing from call \(at) for \(FaultScript.minutes(amount)) min"
        case .byHand: "somebody takes something away at call \(at)"
        case .replicationStall: "no database hears of the one that it follows from call \(at) for \(amount) min"
        case .loseState: "the state is lost behind this life"
        case .twoOfUs:
            "we are stopped \(isStoppedBefore ? "before" : "behind") call \(at), and another run\(otherKnowsState ? "" : " without our state") takes over"
        }
    }
}
