import Synchronization
import Values

/// What is to happen to one life of ours: when it ends, and how the calls before that go wrong; drawn beforehand.
final class Fate: Sendable {
    /// How a call goes.
    enum Turn: Sendable {
        case well, dieBefore, dieAfter, fail, throttle, loseAnswer
    }

    /// Where the life ends.
    enum End: Sendable, Hashable {
        case never
        /// At a call, counted from 0: before it, or after its effect and before its answer.
        case call(Int, isBefore: Bool)
        /// At a journal record, counted from 0; it is not written.
        case record(Int)
    }

    private struct State {
        var calls = 0
        var records = 0
        var isDead = false
        var random: SeededRandom
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let end: End
    /// Thousandths of calls that fail, are throttled, or lose their answer.
    private let faults: Int
    private let state: Mutex<State>

    init(end: End, faults: Int, seed: UInt64) {
        self.end = end
        self.faults = faults
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    var isDead: Bool { state.withLock { $0.isDead } }
    var counts: (calls: Int, records: Int) { state.withLock { ($0.calls, $0.records) } }

    /// A number of this fate's own, from 0 up to but not including `bound`.
    func number(below bound: Int) -> Int { state.withLock { $0.random.below(bound) } }

    /// How the next call goes.
    func call(isRead: Bool) -> Turn {
        let (turn, waiter) = state.withLock { state -> (Turn, CheckedContinuation<Bool, Never>?) in
            let number = state.calls
            state.calls += 1
            if case .call(number, let isBefore) = end {
                state.isDead = true
                defer { state.waiter = nil }
                return (isBefore ? .dieBefore : .dieAfter, state.waiter)
            }
            guard faults > 0, state.random.chance(thousandths: faults) else { return (.well, nil) }
            let turns: [Turn] = isRead ? [.fail, .throttle] : [.fail, .throttle, .loseAnswer]
            return (turns[state.random.below(turns.count)], nil)
        }
        waiter?.resume(returning: true)
        return turn
    }

    /// Whether the next `count` records may still be written.
    func writes(_ count: Int) -> Bool {
        let (mayWrite, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Bool, Never>?) in
            guard !state.isDead else { return (false, nil) }
            let range = state.records..<state.records + count
            state.records += count
            if case .record(let number) = end, range.contains(number) {
                state.isDead = true
                defer { state.waiter = nil }
                return (false, state.waiter)
            }
            return (true, nil)
        }
        waiter?.resume(returning: true)
        return mayWrite
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
