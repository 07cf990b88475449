/// Random numbers as they are passed down, for jitter.
public protocol RandomSource: Sendable {
    /// A number from 0 up to but not including `bound`, which is positive.
    func below(_ bound: Int) -> Int
}
