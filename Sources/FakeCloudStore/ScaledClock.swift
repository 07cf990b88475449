public import CloudCalls
import Locks
public import Values

/// Simulated time that runs `speed` times as fast as the machine's monotonic clock.
public struct ScaledClock: TimeSource {
    let anchor: Instant
    let anchorNanoseconds: Int
    /// Simulated seconds in a real second.
    public let speed: Int

    /// A clock that shows `anchor` now.
    public init(anchor: Instant, speed: Int) {
        self.init(anchor: anchor, anchorNanoseconds: ProcessFacts.monotonicNanoseconds, speed: max(1, speed))
    }

    init(anchor: Instant, anchorNanoseconds: Int, speed: Int) {
        self.anchor = anchor
        self.anchorNanoseconds = anchorNanoseconds
        self.speed = speed
    }

    public func now() -> Instant {
        let elapsed = ProcessFacts.monotonicNanoseconds - anchorNanoseconds
        // Milliseconds of simulated time: divide late, so that nothing is lost, and early enough not to overflow.
        return Instant(milliseconds: anchor.milliseconds + elapsed / 1000 * speed / 1000)
    }

    public func sleep(until instant: Instant) async {
        while true {
            let left = (instant - now()).milliseconds
            guard left > 0, !Task.isCancelled else { return }
            let nanoseconds = left * 1_000_000 / speed
            // A timer takes about as long as this by itself.
            if nanoseconds < 200_000 {
                await Task.yield()
            } else {
                try? await Task.sleep(nanoseconds: UInt64(nanoseconds))
            }
        }
    }
}
