/// A sending rate that falls when AWS throttles and climbs back along a cubic curve, as TCP CUBIC does.
///
/// Source: "Retry behavior", AWS SDKs and Tools Reference Guide, adaptive mode; constants of botocore/retries/throttling.py.
struct CubicRate: Equatable, Sendable {
    private static let scale = 0.4
    private static let beta = 0.7
    /// The rate at which AWS throttled last.
    private var highest: Double
    /// Seconds from the last throttling until the curve reaches that rate again.
    private var plateau: Double
    private var lastThrottled: Double

    init(highest: Double, at seconds: Double) {
        self.highest = highest
        lastThrottled = seconds
        plateau = Self.cubeRoot(highest * (1 - Self.beta) / Self.scale)
    }

    /// The rate that is right now.
    func rate(at seconds: Double) -> Double {
        let distance = seconds - lastThrottled - plateau
        return Self.scale * distance * distance * distance + highest
    }

    /// AWS throttled while we sent at a rate; gives the new one.
    mutating func throttled(_ rate: Double, at seconds: Double) -> Double {
        self = CubicRate(highest: rate, at: seconds)
        return rate * Self.beta
    }

    /// Newton's method: this module has no mathematics library.
    static func cubeRoot(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        var root = max(value, 1)
        for _ in 0..<200 {
            let next = (2 * root + value / (root * root)) / 3
            if next >= root { break }
            root = next
        }
        return root
    }
}
