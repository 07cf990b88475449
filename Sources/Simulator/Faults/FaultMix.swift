/// How much goes wrong in a rehearsal; what exactly is drawn from its seed, the probabilities too.
public struct FaultMix: Sendable, Hashable {
    /// `none`, `light`, `heavy`, or the name of a file.
    public var name: String
    /// Deaths of ours at a call or a journal record, in each leg.
    public var deaths: ClosedRange<Int>
    /// Thousandths of calls that go wrong; one of them is drawn for a journey's leg.
    public var calls: [Int]
    /// How a call goes wrong.
    public var kinds: [Mishap.Kind]
    /// Thousandths of lives in which something else goes wrong, by kind; of legs for a bad release.
    public var chances: [Mishap.Kind: Int]

    /// The ways in which a single call goes wrong.
    public static let callKinds: [Mishap.Kind] = [.fail, .throttle, .loseAnswer, .timeout]
    /// What has a chance of its own.
    public static let chanceKinds: [Mishap.Kind] = [
        .badRelease, .byHand, .diskFull, .loseState, .regionCut, .serviceDown, .slow, .zoneDown,
        .replicationStall, .noCapacity, .quotaSpent, .nothingStarts, .clockOff, .halfApplied, .twoOfUs,
    ]

    public init(
        name: String, deaths: ClosedRange<Int>, calls: [Int], kinds: [Mishap.Kind] = FaultMix.callKinds,
        chances: [Mishap.Kind: Int] = [:]
    ) {
        self.name = name
        self.deaths = deaths
        self.calls = calls
        self.kinds = kinds
        self.chances = chances
    }

    public static let none = FaultMix(name: "none", deaths: 0...0, calls: [0])
    public static let light = FaultMix(
        name: "light", deaths: 0...1, calls: [0, 2, 5], chances: [.serviceDown: 20, .slow: 30])
    public static let heavy = FaultMix(
        name: "heavy", deaths: 1...3, calls: [0, 0, 10, 40],
        chances: [
            .badRelease: 100, .byHand: 40, .diskFull: 30, .loseState: 60, .regionCut: 30, .serviceDown: 60, .slow: 60,
            .zoneDown: 50, .replicationStall: 60, .noCapacity: 40,
            .quotaSpent: 30, .nothingStarts: 30, .clockOff: 50, .halfApplied: 100,
            .twoOfUs: 40,
        ])

    /// The mixes that have a name of their own.
    public static let named = [none, light, heavy]
}
