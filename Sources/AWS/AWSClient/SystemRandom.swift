public import CloudCalls

/// The system's own random numbers.
public struct SystemRandom: RandomSource {
    public init() {}

    public func below(_ bound: Int) -> Int { Int.random(in: 0..<bound) }
}
