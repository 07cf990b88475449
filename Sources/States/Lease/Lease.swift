import Locks

/// The right to change one state file: an OS lock beside it, and a row that says who.
public struct Lease: ~Copyable, Sendable {
    /// Rises with each holder; a record of an earlier one is refused.
    public let fence: Int
    private let lock: FileLock

    init(fence: Int, lock: consuming FileLock) {
        self.fence = fence
        self.lock = lock
    }
}
