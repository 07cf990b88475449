public import CloudCalls
import Synchronization
public import Values

/// A clock that jumps: sleeping moves it on at once. For tests with one task at a time.
public final class VirtualTime: TimeSource {
    private let moment: Mutex<Instant>

    /// Begins at 2026-01-01T00:00:00Z.
    public init() { moment = Mutex(Instant(milliseconds: 1_767_225_600_000)) }

    public func now() -> Instant { moment.withLock { $0 } }
    public func sleep(until instant: Instant) async { moment.withLock { $0 = max($0, instant) } }
}
