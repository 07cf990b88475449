import FoundationEssentials
import Simulator
import Specs
import Testing

/// Journeys that are stopped at every kind of moment: each ends with exactly one of everything.
struct RehearsalTests {
    /// As many as `RECONCILE_SEEDS` says.
    private static var seeds: Int { ProcessInfo.processInfo.environment["RECONCILE_SEEDS"].flatMap { Int($0) } ?? 100 }

    private static let journeys: [[Int]] = [
        [0], [1], [0, 1], [2], [1, 2], [3], [2, 3], [4], [3, 4],
        [1, 0], [2, 1], [3, 2], [4, 3],
    ]

    /// The specs of a journey; on a way back it is the first one with another phase, as a user would have it.
    private func specs(_ phases: [Int]) throws -> [Spec] {
        let isBack = phases.count > 1 && phases[0] > phases[1]
        return try phases.map { try Road.spec(isBack ? phases[0] : $0, phase: $0) }
    }

    @Test(arguments: journeys)
    func `a journey without faults converges and is the same each time`(_ phases: [Int]) throws {
        let specs = try specs(phases)
        let quiet = Rehearsal.quiet(specs)
        #expect(quiet.problems.isEmpty, "\(quiet.trace)")
        #expect(quiet == Rehearsal.quiet(specs))
    }

    @Test(arguments: journeys)
    func `a journey that is killed, throttled and deceived ends with exactly one of everything`(_ phases: [Int]) throws
    {
        let specs = try specs(phases)
        let quiet = Rehearsal.quiet(specs)
        // The longer ones take their time: `scripts/test` rehearses them with the release build, too.
        for seed in 0..<(phases.max() ?? 0 <= 1 ? Self.seeds : (Self.seeds + 7) / 8) {
            let result = Rehearsal.fated(specs, seed: UInt64(seed), quiet: quiet)
            #expect(
                result.problems.isEmpty,
                "phases \(phases), seed \(seed):\n\(result.problems.joined(separator: "\n"))\n\(result.trace.joined(separator: "\n"))"
            )
        }
    }

    /// A phase, what is set in it before and then, and for how many seeds of a hundred it is rehearsed.
    private static let changes: [(Int, String?, String, Int)] = [
        (1, nil, "database.engineVersion=\"18\"", 20), (3, nil, "database.engineVersion=\"18\"", 3),
        (1, nil, "database.instanceClass=db.m7g.xlarge", 6),
        (1, nil, "services[0].image=\"public.ecr.aws/nginx/nginx:1.30\"", 10),
        (2, "cluster.version=\"1.35\"", "cluster.version=\"1.36\"", 6),
        (2, nil, "cluster.nodeType=m7g.xlarge", 6),
        (2, "regions[0].zones=2", "regions[0].zones=3", 3),
        (1, nil, "domain=shop.example.com", 6), (2, nil, "domain=shop.example.com", 3),
    ]

    @Test(arguments: changes)
    func `a change inside a phase ends well, whatever goes wrong`(
        _ phase: Int, _ before: String?, _ after: String, _ share: Int
    ) throws {
        let specs = [try Road.spec(phase, setting: before), try Road.spec(phase, setting: after)]
        let quiet = Rehearsal.quiet(specs)
        #expect(quiet.problems.isEmpty, "\(quiet.problems)\n\(quiet.trace)")
        for seed in 0..<(Self.seeds * share + 99) / 100 {
            let result = Rehearsal.fated(specs, seed: UInt64(seed), quiet: quiet)
            #expect(
                result.problems.isEmpty,
                "seed \(seed): \(result.problems)\n\(result.trace.joined(separator: "\n"))")
        }
    }

    /// What ends state and what the spec no longer names: the platform's own record in the account has it all the same.
    @Test(arguments: [3, 2])
    func `a region that only a lost state knew is left as if it had not been lost`(_ phase: Int) throws {
        let specs = [try Road.spec(4), try Road.spec(phase, setting: "domain=shop.example.com")]
        let mix = FaultMix(name: "lost", deaths: 1...2, calls: [0], chances: [.loseState: 1000])
        let quiet = Rehearsal.quiet(specs)
        #expect(quiet.problems.isEmpty, "\(quiet.problems)")
        for seed in 0..<(Self.seeds + 7) / 8 {
            let result = Rehearsal.fated(specs, seed: UInt64(seed), quiet: quiet, mix: mix)
            #expect(
                result.problems.isEmpty,
                "seed \(seed): \(result.problems)\n\(result.trace.joined(separator: "\n"))")
        }
    }

    @Test func `the writer moves to another region and home again, whatever goes wrong`() async throws {
        let spec = try Road.spec(4)
        let simulation = Simulation(
            spec, from: .spec(spec), way: .failover("us-east-1"), seed: 1,
            runs: max(2, Self.seeds / 30), play: Simulation.Play(mix: .heavy))
        let outcome = await simulation.run(parallelism: 2)
        // Nobody's request fails, not even without faults: writes are frozen, reads go on.
        #expect(outcome.quiet.problems.isEmpty && outcome.quiet.failed == 0, "\(outcome.quiet.trace)")
        for run in outcome.runs {
            #expect(run.result.problems.isEmpty, "seed \(run.seed): \(run.result.problems)\n\(run.result.trace)")
        }
    }
}
