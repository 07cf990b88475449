import CloudCalls
import Locks
import Values

/// The time since the machine's start, sleep included: a laptop that was closed for an hour knows that an hour is over.
struct BootClock: TimeSource {
    func now() -> Instant { Instant(milliseconds: ProcessFacts.bootNanoseconds / 1_000_000) }

    func sleep(until instant: Instant) async {
        let left = (instant - now()).milliseconds
        // Cancelled is what the contract calls "less long".
        if left > 0 { try? await Task.sleep(nanoseconds: UInt64(left) * 1_000_000) }
    }
}
