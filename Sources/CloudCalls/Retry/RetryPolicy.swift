public import Values

/// How often and how patiently a call is tried again.
///
/// Source: AWS SDKs and Tools Reference Guide, "Retry behavior", in its form of 2026 (`AWS_NEW_RETRIES_2026`), which
/// botocore 1.44 has as its default.
public struct RetryPolicy: Sendable {
    /// Attempts altogether.
    public var attempts = 3
    /// The longest wait before an attempt, without what AWS itself asks for.
    public var longestWait = TimeSpan.seconds(20)
    /// The first wait's ceiling after throttling; each further one doubles it.
    public var throttlingBase = TimeSpan.seconds(1)
    /// The first wait's ceiling after other faults.
    public var faultBase = TimeSpan.milliseconds(50)
    /// No attempt begins later than this after the first.
    public var span = TimeSpan.minutes(10)
    /// Also learns a sending rate for each service and region, and keeps to it.
    public var isAdaptive = false
    /// Whether an operation that may have happened may be sent again, since AWS would know it by its token.
    public var knowsAgain: @Sendable (AWSRequest) -> Bool = { _ in false }

    public init() {}

    /// AWS's `standard` mode.
    public static let standard = RetryPolicy()

    /// AWS's `adaptive` mode: the same, with a rate.
    public static var adaptive: RetryPolicy {
        var policy = RetryPolicy()
        policy.isAdaptive = true
        return policy
    }

    /// Adaptive with twice the attempts: a run of hours rather waits half a minute than stops.
    public static var patient: RetryPolicy {
        var policy = adaptive
        policy.attempts = 6
        return policy
    }

    /// Whether a call that failed may be sent again.
    func allows(_ error: AWSError, _ call: RetriedCall) -> Bool {
        guard error.isTransient else { return false }
        return error.isThrottling || error.effect == .none || call.mayRepeat
    }

    /// How long to wait before the next attempt: exponential backoff with full jitter. What AWS asks for in
    /// `x-amz-retry-after` counts as far as five seconds beyond that.
    /// - Parameter attempt: the one that failed, from 1.
    func wait(after error: AWSError, attempt: Int, random: any RandomSource) -> TimeSpan {
        let base = error.isThrottling ? throttlingBase : faultBase
        let doubled = base.milliseconds << min(attempt - 1, 20)
        let jittered = TimeSpan(milliseconds: random.below(min(doubled, longestWait.milliseconds) + 1))
        guard let asked = error.retryAfter else { return jittered }
        return max(jittered, min(asked, jittered + .seconds(5)))
    }
}
