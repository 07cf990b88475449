import Synchronization
import Values

/// Random numbers from a seed, shared by the tasks of one run.
public final class SeededRandomSource: RandomSource {
    private let random: Mutex<SeededRandom>

    public init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

    public func below(_ bound: Int) -> Int { random.withLock { $0.below(bound) } }
}
