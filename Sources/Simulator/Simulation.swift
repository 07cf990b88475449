public import Resources
public import Specs
import Values

/// Many rehearsals of one road, each from its own seed.
public struct Simulation: Sendable {
    /// Where the road begins.
    public enum Origin: Sendable {
        case nothing
        /// The platform of a spec, built without faults.
        case spec(Spec)
        /// A platform as it is.
        case start(Rehearsal.Start)

        /// The spec of the platform; nil where that is not known.
        var spec: Spec? { if case .spec(let spec) = self { spec } else { nil } }
    }

    /// One rehearsal.
    public struct Run: Sendable, Hashable {
        public let seed: UInt64
        public let result: Rehearsal.Result
    }

    /// How a rehearsal ended while things went wrong; all that hold their invariants converge when that ends.
    public enum Ending: String, Sendable, Hashable, CaseIterable {
        case converged, rolledBack, stopped
    }

    /// All rehearsals, in the order of their seeds.
    public struct Outcome: Sendable {
        /// How the road goes without faults.
        public let quiet: Rehearsal.Result
        public let runs: [Run]
        /// Where they were played; nil when the road's beginning could not be built.
        public let scene: Scene?
        /// Whether every invariant held in each of them.
        public var isSound: Bool { quiet.breaches.isEmpty && runs.allSatisfy { $0.result.breaches.isEmpty } }
    }

    private let spec: Spec
    private let origin: Origin
    private let way: Way
    private let allowed: Set<Address>
    private let seed: UInt64
    private let count: Int
    private let play: Play
    private let load: Load?

    /// How every rehearsal of a simulation is played.
    public struct Play: Sendable {
        public var mix: FaultMix
        /// Only these mishaps, by number; nil for all that the seed drew.
        public var keep: Set<Int>?
        public var canary: Canary?

        public init(mix: FaultMix, keep: Set<Int>? = nil, canary: Canary? = nil) {
            self.mix = mix
            self.keep = keep
            self.canary = canary
        }
    }

    /// - Parameters:
    ///   - way: what is rehearsed.
    ///   - allowed: what is protected and may be destroyed.
    ///   - load: what people ask meanwhile; nil where machines never tire.
    ///   - seed: the first rehearsal's; the others count up from it.
    public init(
        _ spec: Spec, from origin: Origin, way: Way = .road, allowing allowed: Set<Address> = [],
        under load: Load? = nil, seed: UInt64, runs: Int, play: Play
    ) {
        self.load = load
        self.way = way
        self.allowed = allowed
        self.spec = spec
        self.origin = origin
        self.seed = seed
        count = runs
        self.play = play
    }

    /// Rehearses, as many at once as `parallelism` says.
    public func run(parallelism: Int) async -> Outcome {
        let scene: Scene
        switch Scene.set(spec, from: origin, way: way, allowing: allowed, under: load) {
        case .failure(let problem): return Outcome(quiet: problem.result, runs: [], scene: nil)
        case .success(let set): scene = set
        }
        guard scene.quiet.breaches.isEmpty else { return Outcome(quiet: scene.quiet, runs: [], scene: scene) }
        let play = play
        let runs = await withTaskGroup(of: Run.self) { group in
            var runs: [Run] = []
            var next = 0
            func startOne() {
                guard next < count else { return }
                let seed = seed &+ UInt64(next)
                next += 1
                group.addTask { Run(seed: seed, result: scene.run(seed, play).forgettingDetails) }
            }
            for _ in 0..<max(1, parallelism) { startOne() }
            while let run = await group.next() {
                runs.append(run)
                startOne()
            }
            return runs.sorted { $0.seed < $1.seed }
        }
        return Outcome(quiet: scene.quiet, runs: runs, scene: scene)
    }
}

extension Simulation.Run {
    public var ending: Simulation.Ending {
        if result.isReached { return .converged }
        return result.isRolledBack ? .rolledBack : .stopped
    }
}

extension Rehearsal.Result {
    /// Without what only a look at this one rehearsal needs, so that many of them take little room.
    fileprivate var forgettingDetails: Self {
        var result = self
        result.inventory = .none
        if breaches.isEmpty { result.trace = [] }
        return result
    }
}
