import Values

/// AWS's request limiter: a burst, refilled at a rate.
struct TokenBucket: Sendable {
    private var thousandths: Int
    private var filledAt: Instant
    private let burst: Int
    private let refillPerSecond: Int

    init(burst: Int, refillPerSecond: Int, at now: Instant) {
        thousandths = burst * 1000
        filledAt = now
        self.burst = burst
        self.refillPerSecond = refillPerSecond
    }

    /// Takes one token if there is one.
    mutating func take(at now: Instant) -> Bool {
        if now > filledAt {
            // A long pause must not overflow, and fills the bucket anyway.
            let elapsed = min((now - filledAt).milliseconds, burst * 1000)
            thousandths = min(burst * 1000, thousandths + elapsed * refillPerSecond)
            filledAt = now
        }
        guard thousandths >= 1000 else { return false }
        thousandths -= 1000
        return true
    }
}
