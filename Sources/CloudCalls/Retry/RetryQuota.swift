/// A budget of retries for one service in one region, so that a service that fails is not buried in them.
///
/// Source: "Retry behavior", AWS SDKs and Tools Reference Guide: 500 tokens, 14 a retry, 5 after throttling.
struct RetryQuota: Equatable, Sendable {
    private static let capacity = 500
    private static let faultCost = 14
    private static let throttlingCost = 5
    private static let gain = 1
    private(set) var tokens = capacity

    /// What a retry costs; nil, and nothing is taken, when there is not enough left.
    mutating func take(isThrottling: Bool) -> Int? {
        let cost = isThrottling ? Self.throttlingCost : Self.faultCost
        guard cost <= tokens else { return nil }
        tokens -= cost
        return cost
    }

    /// A call that went well gives back what its last retry cost, or a little when it had none.
    mutating func giveBack(_ cost: Int?) {
        tokens = min(Self.capacity, tokens + (cost ?? Self.gain))
    }
}
