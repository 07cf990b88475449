import Locks
import Synchronization

/// The right to change one state file: an OS lock beside it, and a row that says who.
public struct Lease: ~Copyable, Sendable {
    typealias Objection = @Sendable () -> StateError?

    private final class Objections: Sendable { let rule = Mutex<Objection>({ nil }) }

    /// Rises with each holder; a record of an earlier one is refused.
    public let fence: Int
    private let lock: FileLock
    private let objections = Objections()

    init(fence: Int, lock: consuming FileLock) {
        self.fence = fence
        self.lock = lock
    }

    /// From now on nothing is recorded while the rule says why not: the state is ours, but what it is about is not.
    public borrowing func heed(_ rule: @escaping @Sendable () -> StateError?) {
        objections.rule.withLock { $0 = rule }
    }

    /// The rule that records ask.
    borrowing func objection() -> Objection {
        let objections = objections
        return { objections.rule.withLock { $0 }() }
    }
}
