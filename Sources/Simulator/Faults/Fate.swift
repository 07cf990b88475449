import Synchronization
import Values

/// What happens to one life of ours, call by call and record by record.
final class Fate: Sendable {
    private struct State {
        var extent = Extent()
        var isDead = false
        /// What has begun around us and is not over.
        var outages: [(mishap: Mishap, until: Instant)] = []
        var waiter: CheckedContinuation<Bool, Never>?
    }

    /// What one call meets.
    struct Turn: Sendable {
        /// Nil when it goes well.
        var mishap: Mishap?
        /// Outages that begin just before it.
        var begins: [Mishap] = []
        /// Outages that are over by now.
        var ends: [Mishap] = []
        /// The service that it asks answers nothing.
        var isServiceDown = false
    }

    private let ofCalls: [Int: Mishap]
    private let ofRecords: [Int: Mishap]
    private let ofBatches: [Int: Mishap]
    private let outages: [Int: [Mishap]]
    private let state = Mutex(State())

    init(_ mishaps: [Mishap] = []) {
        var ofCalls: [Int: Mishap] = [:]
        var ofRecords: [Int: Mishap] = [:]
        var ofBatches: [Int: Mishap] = [:]
        var outages: [Int: [Mishap]] = [:]
        for mishap in mishaps {
            switch mishap.kind {
            case .fail, .throttle, .loseAnswer, .timeout, .twoOfUs:
                if ofCalls[mishap.at] == nil { ofCalls[mishap.at] = mishap }
            case .dieBefore, .dieAfter: ofCalls[mishap.at] = mishap
            case .dieAtRecord, .diskFull: ofRecords[mishap.at] = mishap
            case .halfApplied: ofBatches[mishap.at] = mishap
            case .zoneDown, .regionCut, .serviceDown, .byHand, .replicationStall, .noCapacity, .quotaSpent,
                .nothingStarts:
                outages[mishap.at, default: []].append(mishap)
            case .badRelease, .slow, .loseState, .clockOff: break
            }
        }
        self.ofCalls = ofCalls
        self.ofRecords = ofRecords
        self.ofBatches = ofBatches
        self.outages = outages
    }

    var isDead: Bool { state.withLock { $0.isDead } }
    var extent: Extent { state.withLock(\.extent) }

    /// How the next call goes.
    /// - Parameter isBatch: whether it could be half applied.
    func call(service: String, isBatch: Bool = false, at now: Instant) -> Turn {
        let (turn, waiter) = state.withLock { state -> (Turn, CheckedContinuation<Bool, Never>?) in
            let number = state.extent.calls
            state.extent.calls += 1
            var turn = Turn(mishap: ofCalls[number])
            if !outages.isEmpty { surround(&turn, &state, number, service, now) }
            if isBatch {
                if turn.mishap == nil { turn.mishap = ofBatches[state.extent.batches] }
                state.extent.batches += 1
            }
            guard turn.mishap?.isDeath == true else { return (turn, nil) }
            state.isDead = true
            defer { state.waiter = nil }
            return (turn, state.waiter)
        }
        waiter?.resume(returning: true)
        return turn
    }

    private func surround(_ turn: inout Turn, _ state: inout State, _ number: Int, _ service: String, _ now: Instant) {
        turn.ends = state.outages.filter { $0.until <= now }.map(\.mishap)
        if !turn.ends.isEmpty { state.outages.removeAll { $0.until <= now } }
        turn.begins = outages[number] ?? []
        for mishap in turn.begins where mishap.kind != .byHand {
            let minutes = mishap.kind == .serviceDown ? FaultScript.minutes(mishap.amount) : mishap.amount
            state.outages.append((mishap, now + .minutes(minutes)))
        }
        turn.isServiceDown = state.outages.contains {
            $0.mishap.kind == .serviceDown && FaultScript.service($0.mishap.amount) == service
        }
    }

    /// Why the next `count` records may not be written; nil when they may.
    func writes(_ count: Int) -> Mishap.Kind? {
        let (problem, waiter) = state.withLock { state -> (Mishap.Kind?, CheckedContinuation<Bool, Never>?) in
            guard !state.isDead else { return (.dieAtRecord, nil) }
            let range = state.extent.records..<state.extent.records + count
            state.extent.records += count
            guard !ofRecords.isEmpty, let number = range.first(where: { ofRecords[$0] != nil }) else {
                return (nil, nil)
            }
            if ofRecords[number]?.kind == .diskFull { return (.diskFull, nil) }
            state.isDead = true
            defer { state.waiter = nil }
            return (.dieAtRecord, state.waiter)
        }
        waiter?.resume(returning: true)
        return problem
    }

    /// Returns true at the end of the life, false when the task is cancelled first.
    func ended() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    if state.isDead { return true }
                    if Task.isCancelled { return false }
                    state.waiter = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: false)
        }
    }
}
