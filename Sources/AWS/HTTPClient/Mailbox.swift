import CCurl
import Synchronization

/// Between the callers, on any thread, and the loop on its own.
final class Mailbox: Sendable {
    /// What the loop has to do next.
    struct Work {
        var submissions: [Submission] = []
        var cancellations: [Int] = []
        var isStopped = false
    }

    private struct State {
        var work = Work()
        var lastID = 0
        /// Submitted and not forgotten.
        var known: Set<Int> = []
        /// Cancelled before they were submitted.
        var early: Set<Int> = []
        /// The multi handle while the loop lives, as a number since pointers can't be shared.
        var multi: UInt
    }

    private let state: Mutex<State>

    init(multi: UInt) { state = Mutex(State(multi: multi)) }

    func nextID() -> Int {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Hands a request over; false when it was cancelled before, or the loop has ended.
    func submit(_ submission: Submission) -> Bool {
        state.withLock { state in
            guard state.early.remove(submission.id) == nil, !state.work.isStopped else { return false }
            state.known.insert(submission.id)
            state.work.submissions.append(submission)
            Self.wake(state)
            return true
        }
    }

    func cancel(_ id: Int) {
        state.withLock { state in
            guard state.known.contains(id) else {
                state.early.insert(id)
                return
            }
            state.work.cancellations.append(id)
            Self.wake(state)
        }
    }

    /// The caller has its answer; its id comes no more.
    func forget(_ id: Int) {
        state.withLock { state in
            state.known.remove(id)
            state.early.remove(id)
        }
    }

    func stop() {
        state.withLock { state in
            state.work.isStopped = true
            Self.wake(state)
        }
    }

    /// Takes all work; for the loop.
    func take() -> Work {
        state.withLock { state in
            let work = state.work
            state.work = Work(isStopped: work.isStopped)
            return work
        }
    }

    /// The multi handle is about to go; for the loop.
    func close() { state.withLock { $0.multi = 0 } }

    private static func wake(_ state: State) {
        guard let multi = UnsafeMutableRawPointer(bitPattern: state.multi) else { return }
        reconcile_curl_multi_wakeup(multi)
    }
}
