public import CloudCalls
import Synchronization
public import Values

/// A clock that moves only when it is told to: to the earliest of those who sleep.
public final class VirtualClock: TimeSource {
    private struct Sleeper {
        let at: Int
        let sequence: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Instant
        var sequence = 0
        var sleepers: [Sleeper] = []
    }

    private let state: Mutex<State>

    public init(at now: Instant) { state = Mutex(State(now: now)) }

    public func now() -> Instant { state.withLock { $0.now } }

    public func sleep(until instant: Instant) async {
        let sequence = state.withLock { state -> Int in
            state.sequence += 1
            return state.sequence
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isPast = state.withLock { state -> Bool in
                    guard instant > state.now, !Task.isCancelled else { return true }
                    push(
                        &state.sleepers,
                        Sleeper(at: instant.milliseconds, sequence: sequence, continuation: continuation))
                    return false
                }
                if isPast { continuation.resume() }
            }
        } onCancel: {
            wake(sequence)
        }
    }

    /// Moves on to the earliest sleeper and wakes it; false when nobody sleeps.
    public func advance() -> Bool {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let sleeper = pop(&state.sleepers) else { return nil }
            state.now = max(state.now, Instant(milliseconds: sleeper.at))
            return sleeper
        }
        sleeper?.continuation.resume()
        return sleeper != nil
    }

    private func wake(_ sequence: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.sequence == sequence }) else { return nil }
            let sleeper = state.sleepers.remove(at: index)
            state.sleepers.sort { Self.isBefore($0, $1) }  // a sorted array is a heap
            return sleeper
        }
        sleeper?.continuation.resume()
    }

    private func push(_ heap: inout [Sleeper], _ sleeper: Sleeper) {
        heap.append(sleeper)
        var child = heap.count - 1
        while child > 0, Self.isBefore(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private func pop(_ heap: inout [Sleeper]) -> Sleeper? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && Self.isBefore(heap[child], heap[least]) { least = child }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private static func isBefore(_ left: Sleeper, _ right: Sleeper) -> Bool {
        (left.at, left.sequence) < (right.at, right.sequence)
    }
}
