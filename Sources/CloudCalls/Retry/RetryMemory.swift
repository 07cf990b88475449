import Synchronization
import Values

/// What all callers of one account share: the quota of retries and the learned rate of each service in each region.
public final class RetryMemory: Sendable {
    struct Place: Hashable, Sendable {
        let service: String
        let region: String
    }

    private struct Entry {
        var quota = RetryQuota()
        var limiter: AdaptiveLimiter
    }

    private let entries = Mutex<[Place: Entry]>([:])

    public init() {}

    /// The rate that is kept to, in requests a second; nil while AWS has not throttled.
    public func rate(service: String, region: String) -> Double? {
        entries.withLock { entries in
            let limiter = entries[Place(service: service, region: region)]?.limiter
            return limiter?.isLimiting == true ? limiter?.rate : nil
        }
    }

    /// Lets an attempt through; or gives how long to wait before asking again.
    func admit(_ place: Place, at now: Instant) -> TimeSpan? {
        with(place, now) { entry in
            entry.limiter.admit(at: Self.seconds(now)).map { seconds in
                TimeSpan(milliseconds: max(1, Int((min(seconds, 60) * 1000).rounded(.up))))
            }
        }
    }

    func record(_ place: Place, isThrottling: Bool, at now: Instant) {
        with(place, now) { $0.limiter.record(isThrottling: isThrottling, at: Self.seconds(now)) }
    }

    func takeRetry(_ place: Place, isThrottling: Bool, at now: Instant) -> Int? {
        with(place, now) { $0.quota.take(isThrottling: isThrottling) }
    }

    func giveBack(_ place: Place, _ cost: Int?, at now: Instant) {
        with(place, now) { $0.quota.giveBack(cost) }
    }

    private func with<Result>(_ place: Place, _ now: Instant, _ body: (inout Entry) -> Result) -> Result {
        entries.withLock { entries in
            body(&entries[place, default: Entry(limiter: AdaptiveLimiter(at: Self.seconds(now)))])
        }
    }

    private static func seconds(_ instant: Instant) -> Double { Double(instant.milliseconds) / 1000 }
}
