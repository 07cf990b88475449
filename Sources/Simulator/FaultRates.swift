import Values

/// How often calls go wrong, in thousandths.
public struct FaultRates: Sendable, Hashable {
    public var throttled: Int
    public var failed: Int
    public var answerLost: Int

    public init(throttled: Int, failed: Int, answerLost: Int) {
        self.throttled = throttled
        self.failed = failed
        self.answerLost = answerLost
    }

    public static let none = FaultRates(throttled: 0, failed: 0, answerLost: 0)

    /// Rates drawn from a seed: some seeds are calm, some are rough.
    public static func drawn(from random: inout SeededRandom) -> FaultRates {
        FaultRates(throttled: random.below(60), failed: random.below(30), answerLost: random.below(30))
    }
}
