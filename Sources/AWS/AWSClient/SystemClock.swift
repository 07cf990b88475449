public import CloudCalls
import Glibc
public import Values

/// The machine's own clock.
public struct SystemClock: TimeSource {
    public init() {}

    public func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    public func sleep(until instant: Instant) async {
        let left = (instant - now()).milliseconds
        guard left > 0 else { return }
        // Cancelled is what the contract calls "less long".
        try? await Task.sleep(nanoseconds: UInt64(left) * 1_000_000)
    }
}
