import Glibc
import Runner
import States
import Values

/// Hears from the state that another process asks a run for a pause, or for its end.
struct PauseWatch: Sendable {
    let store: StateStore
    let platform: String
    /// The clock of a run in virtual time; nil where time goes by by itself.
    let clock: VirtualClock?

    private static let interval: UInt64 = 250_000_000

    /// Returns true when the pause begins or ends, given whether there is one; false when the task is cancelled.
    @Sendable func changed(_ isPaused: Bool) async -> Bool {
        while !Task.isCancelled {
            if let clock {
                await clock.sleep(until: clock.now() + .minutes(1))
                // Virtual time would run away while a person thinks.
                if isPaused { usleep(50_000) }
            } else {
                try? await Task.sleep(nanoseconds: Self.interval)
            }
            guard !Task.isCancelled else { break }
            // A state that can't be read just now stops the run at its next record.
            let now = try? store.platform(platform)
            if let now, (now.pausedSince != nil) != isPaused { return true }
        }
        return false
    }
}
