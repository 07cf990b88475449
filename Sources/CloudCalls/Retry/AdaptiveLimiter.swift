/// The sending rate of one service in one region: unlimited until AWS throttles for the first time.
struct AdaptiveLimiter: Equatable, Sendable {
    private var meter: RateMeter
    private var cubic: CubicRate
    private var bucket: TokenBucket
    private(set) var isLimiting = false

    init(at seconds: Double) {
        meter = RateMeter(at: seconds)
        cubic = CubicRate(highest: 0, at: seconds)
        bucket = TokenBucket(rate: 1, at: seconds)
    }

    /// The rate that is kept to, in requests a second.
    var rate: Double { bucket.fillRate }

    /// Lets a request through; or gives how many seconds to wait before asking again.
    mutating func admit(at seconds: Double) -> Double? { isLimiting ? bucket.take(at: seconds) : nil }

    /// Learns from an answer.
    mutating func record(isThrottling: Bool, at seconds: Double) {
        let measured = meter.record(at: seconds)
        let wanted: Double
        if isThrottling {
            wanted = cubic.throttled(isLimiting ? min(measured, bucket.fillRate) : measured, at: seconds)
            isLimiting = true
        } else {
            wanted = cubic.rate(at: seconds)
        }
        bucket.setRate(min(wanted, 2 * measured), at: seconds)
    }
}
