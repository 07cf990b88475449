public import Specs
import Values

/// Many rehearsals of one road, each from its own seed.
public struct Simulation: Sendable {
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
        /// Whether every invariant held in each of them.
        public var isSound: Bool { quiet.problems.isEmpty && runs.allSatisfy { $0.result.problems.isEmpty } }
    }

    private let spec: Spec
    private let from: Spec?
    private let seed: UInt64
    private let count: Int
    private let mix: FaultMix

    /// - Parameters:
    ///   - from: the platform before; nil for nothing.
    ///   - seed: the first rehearsal's; the others count up from it.
    public init(_ spec: Spec, from: Spec?, seed: UInt64, runs: Int, mix: FaultMix) {
        self.spec = spec
        self.from = from
        self.seed = seed
        count = runs
        self.mix = mix
    }

    /// Rehearses, as many at once as there are processors.
    public func run(parallelism: Int) async -> Outcome {
        let begun = from.map { Rehearsal.start($0) }
        let start = begun?.start
        if let begun, !begun.result.problems.isEmpty { return Outcome(quiet: begun.result, runs: []) }
        let quiet = Rehearsal.quiet([spec], from: start)
        guard quiet.problems.isEmpty else { return Outcome(quiet: quiet, runs: []) }
        let runs = await withTaskGroup(of: Run.self) { group in
            var runs: [Run] = []
            var next = 0
            func startOne() {
                guard next < count else { return }
                let seed = seed &+ UInt64(next)
                next += 1
                group.addTask {
                    Run(seed: seed, result: Rehearsal.fated([spec], seed: seed, quiet: quiet, mix: mix, from: start))
                }
            }
            for _ in 0..<max(1, parallelism) { startOne() }
            while let run = await group.next() {
                runs.append(run)
                startOne()
            }
            return runs.sorted { $0.seed < $1.seed }
        }
        return Outcome(quiet: quiet, runs: runs)
    }
}

extension Simulation.Run {
    public var ending: Simulation.Ending {
        if result.isReached, result.problems.isEmpty { return .converged }
        return result.isRolledBack ? .rolledBack : .stopped
    }
}
