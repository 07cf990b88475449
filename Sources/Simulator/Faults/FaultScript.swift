import Values

/// Everything that goes wrong in one rehearsal, drawn from its seed before it begins, so that any part of it can be
/// left out and the rest stays where it was.
public struct FaultScript: Sendable, Hashable {
    /// In the order drawn; their positions are their numbers.
    public let mishaps: [Mishap]
    /// How many lives of each leg may go wrong.
    let lives: [Int]

    private static let services = ["ec2", "elbv2", "rds", "autoscaling", "eks", "iam", "route53", "cloudwatch"]

    static func service(_ amount: Int) -> String { services[amount % services.count] }
    static func minutes(_ amount: Int) -> Int { 1 + amount / services.count }

    /// - Parameter extents: how long the quiet journey was on each leg.
    static func draw(_ mix: FaultMix, seed: UInt64, _ extents: [Extent]) -> FaultScript {
        var random = SeededRandom(seed: seed)
        var mishaps: [Mishap] = []
        var lives: [Int] = []
        for (leg, extent) in extents.enumerated() {
            let deaths = mix.deaths.lowerBound + random.below(mix.deaths.count)
            // The probability itself is drawn: many journeys have no faults, some have many.
            let faults = mix.calls.isEmpty ? 0 : mix.calls[random.below(mix.calls.count)]
            if random.chance(thousandths: mix.chances[.badRelease] ?? 0) {
                mishaps.append(Mishap(kind: .badRelease, leg: leg, life: 0, at: 0, amount: 10 + random.below(60)))
            }
            // Behind the last death things go wrong for one more life, which may reach the target.
            lives.append(deaths + 1)
            for life in 0...deaths {
                if life < deaths { mishaps.append(death(leg, life, extent, &random)) }
                mishaps += surroundings(mix, leg, life, extent, &random)
                guard faults > 0, !mix.kinds.isEmpty else { continue }
                for call in 0..<extent.calls * 2 where random.chance(thousandths: faults) {
                    let kind = mix.kinds[random.below(mix.kinds.count)]
                    mishaps.append(Mishap(kind: kind, leg: leg, life: life, at: call, amount: 0))
                }
            }
        }
        return FaultScript(mishaps: mishaps, lives: lives)
    }

    /// A place to die, anywhere in what the quiet journey did.
    private static func death(
        _ leg: Int, _ life: Int, _ extent: Extent, _ random: inout SeededRandom
    ) -> Mishap {
        if random.below(3) == 0 {
            return Mishap(kind: .dieAtRecord, leg: leg, life: life, at: random.below(max(1, extent.records)), amount: 0)
        }
        let kind: Mishap.Kind = random.below(2) == 0 ? .dieBefore : .dieAfter
        return Mishap(kind: kind, leg: leg, life: life, at: random.below(max(1, extent.calls)), amount: 0)
    }

    private static func surroundings(
        _ mix: FaultMix, _ leg: Int, _ life: Int, _ extent: Extent, _ random: inout SeededRandom
    ) -> [Mishap] {
        var drawn: [Mishap] = []
        for kind in FaultMix.chanceKinds where kind != .badRelease {
            let chance = mix.chances[kind] ?? 0
            guard chance > 0, random.chance(thousandths: chance) else { continue }
            let (at, amount) =
                switch kind {
                case .diskFull: (random.below(max(1, extent.records)), 0)
                case .slow: (0, 150 + random.below(350))
                case .zoneDown, .regionCut, .replicationStall, .noCapacity, .quotaSpent, .nothingStarts:
                    (random.below(max(1, extent.calls)), 1 + random.below(30))
                case .halfApplied: (random.below(max(1, extent.batches)), random.below(2))
                case .clockOff: (0, random.below(181) - 90)
                case .twoOfUs: (random.below(max(1, extent.calls)), random.below(4))
                case .serviceDown, .byHand: (random.below(max(1, extent.calls)), random.below(120))
                default: (0, 0)
                }
            drawn.append(Mishap(kind: kind, leg: leg, life: life, at: at, amount: amount))
        }
        return drawn
    }

    /// The same with these mishaps alone, by number, and no more lives than they need.
    func keeping(_ numbers: Set<Int>) -> FaultScript {
        let kept = mishaps.indices.filter { numbers.contains($0) }.map { mishaps[$0] }
        return FaultScript(
            mishaps: kept,
            lives: lives.indices.map { leg in (kept.filter { $0.leg == leg }.map(\.life).max() ?? 0) + 1 })
    }

    /// What goes wrong in one life.
    func mishaps(leg: Int, life: Int) -> [Mishap] { mishaps.filter { $0.leg == leg && $0.life == life } }
}
