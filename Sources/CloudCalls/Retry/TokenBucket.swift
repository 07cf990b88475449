/// Lets so many requests through in a second, and as many at once after a pause.
struct TokenBucket: Equatable, Sendable {
    private static let slowest = 0.5
    private(set) var fillRate: Double
    private var capacity: Double
    private var tokens = 0.0
    private var last: Double

    init(rate: Double, at seconds: Double) {
        fillRate = max(rate, Self.slowest)
        capacity = max(rate, 1)
        last = seconds
    }

    mutating func setRate(_ rate: Double, at seconds: Double) {
        refill(seconds)
        fillRate = max(rate, Self.slowest)
        capacity = max(rate, 1)
        tokens = min(tokens, capacity)
    }

    /// Takes one token; or gives how many seconds it may take until there is one.
    mutating func take(at seconds: Double) -> Double? {
        refill(seconds)
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return (1 - tokens) / fillRate
    }

    private mutating func refill(_ seconds: Double) {
        tokens = min(capacity, tokens + max(0, seconds - last) * fillRate)
        last = max(last, seconds)
    }
}
