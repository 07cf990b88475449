import Specs
import Values

/// Makes a rehearsal that broke an invariant as small as it gets while it still breaks it.
public struct Shrinking: Sendable {
    /// What is left.
    public struct Shrunk: Sendable {
        public let seed: UInt64
        /// The numbers of the mishaps that it needs, in the script of its seed.
        public let keep: [Int]
        /// Services that it does not need.
        public let without: [String]
        public let mishapsBefore: Int
        public let breach: Breach
        public let recording: Recording?
        /// How many rehearsals it took to find.
        public let tries: Int
    }

    private let play: Simulation.Play
    private let seed: UInt64
    private let invariant: Invariant
    private var scene: Scene
    private var tries = 0

    private static let limit = 60

    private init(_ scene: Scene, _ seed: UInt64, _ play: Simulation.Play, _ invariant: Invariant) {
        self.scene = scene
        self.seed = seed
        self.play = play
        self.invariant = invariant
    }

    /// Shrinks the rehearsal of a seed; nil when it breaks nothing.
    public static func shrink(_ seed: UInt64, in scene: Scene, _ play: Simulation.Play) -> Shrunk? {
        let result = scene.run(seed, play)
        guard let breach = result.breaches.first else { return nil }
        var shrinking = Shrinking(scene, seed, play, breach.invariant)
        return shrinking.shrunk(result)
    }

    private mutating func shrunk(_ result: Rehearsal.Result) -> Shrunk {
        var all = scene.script(seed, allOf(nil)).mishaps.indices.map { $0 }
        if let keep = play.keep { all = all.filter { keep.contains($0) } }
        let keep = fewest(all)
        let without = keep.isEmpty ? dropServices() : []
        let smallest = allOf(Set(keep))
        let last = scene.run(seed, smallest)
        return Shrunk(
            seed: seed, keep: keep, without: without, mishapsBefore: result.mishaps,
            breach: last.breaches.first { $0.invariant == invariant } ?? result.breaches[0],
            recording: scene.recording(seed, smallest), tries: tries)
    }

    private func allOf(_ keep: Set<Int>?) -> Simulation.Play {
        Simulation.Play(mix: play.mix, keep: keep, canary: play.canary)
    }

    private mutating func breaks(_ play: Simulation.Play, in scene: Scene) -> Bool {
        tries += 1
        return scene.run(seed, play).breaches.contains { $0.invariant == invariant }
    }

    /// Platforms with fewer services take fewer resources. Other services make other calls, so that a mishap would come
    /// elsewhere: only where it needs none.
    private mutating func dropServices() -> [String] {
        var dropped: [String] = []
        for service in scene.spec.services.map(\.name).reversed() {
            guard let smaller = scene.without(service), breaks(allOf([]), in: smaller) else { continue }
            scene = smaller
            dropped.append(service)
        }
        return dropped
    }

    /// First whole kinds are left out: most failures need one or two.
    private mutating func withoutKinds(_ all: [Int]) -> [Int] {
        let mishaps = scene.script(seed, allOf(nil)).mishaps
        var kept = all
        for kind in Mishap.Kind.allCases {
            let rest = kept.filter { mishaps[$0].kind != kind }
            guard rest.count < kept.count, !rest.isEmpty, breaks(allOf(Set(rest)), in: scene) else { continue }
            kept = rest
        }
        return kept
    }

    /// Delta debugging: A. Zeller, R. Hildebrandt, "Simplifying and isolating failure-inducing input", 2002.
    private mutating func fewest(_ all: [Int]) -> [Int] {
        if breaks(allOf([]), in: scene) { return [] }
        var kept = withoutKinds(all)
        var parts = 2
        while kept.count > 1, tries < Self.limit {
            let size = (kept.count + parts - 1) / parts
            let chunks = stride(from: 0, to: kept.count, by: size).map { Array(kept[$0..<min(kept.count, $0 + size)]) }
            var isSmaller = false
            for (index, chunk) in chunks.enumerated() where tries < Self.limit {
                let rest = chunks.indices.filter { $0 != index }.flatMap { chunks[$0] }
                if breaks(allOf(Set(chunk)), in: scene) {
                    (kept, parts, isSmaller) = (chunk, 2, true)
                    break
                }
                if chunks.count > 2, breaks(allOf(Set(rest)), in: scene) {
                    (kept, parts, isSmaller) = (rest, max(2, parts - 1), true)
                    break
                }
            }
            if !isSmaller {
                if parts >= kept.count { break }
                parts = min(kept.count, parts * 2)
            }
        }
        return kept
    }
}
