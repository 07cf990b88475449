import Simulator
import Testing

/// Rehearsals find what they are there to find: each bug that is planted breaks the invariant that it should.
struct CanaryTests {
    @Test(arguments: Canary.allCases)
    func `a planted bug is found by its invariant, and shrinks to no mishap at all`(_ canary: Canary) async throws {
        let play = Simulation.Play(mix: .light, canary: canary)
        let simulation = try Road.simulation(canary == .outage || canary == .data ? 1 : 0, canary.road, runs: 1, play)
        let outcome = await simulation.run(parallelism: 1)
        #expect(!outcome.isSound)
        let run = try #require(outcome.runs.first)
        #expect(run.result.breaches.map(\.invariant).contains(canary.breaks), "\(run.result.problems)")
        #expect(run.result.problems.allSatisfy { $0.hasPrefix("I") })
        #expect(outcome.quiet.breaches.isEmpty, "the road itself is sound")
    }

    @Test func `what a failing seed needs is little, and it breaks the same invariant again, byte for byte`()
        async throws
    {
        let play = Simulation.Play(mix: .heavy, canary: .intents)
        let outcome = await (try Road.simulation(0, 1, seed: 3, runs: 1, play)).run(parallelism: 1)
        let scene = try #require(outcome.scene)
        let shrunk = try #require(Shrinking.shrink(3, in: scene, play))
        #expect(shrunk.keep.isEmpty, "the bug is there without any mishap")
        #expect(shrunk.without == ["b"])
        #expect(shrunk.breach.invariant == .intentFirst)
        let lines = try #require(shrunk.recording).lines
        #expect(lines.contains { $0.contains("I9") } && lines.contains { $0.contains("begins") })
        let again = Shrinking.shrink(3, in: scene, play)
        #expect(again?.recording == shrunk.recording)
    }
}

extension Canary {
    /// Where the road of its test leads.
    fileprivate var road: Int { self == .outage || self == .data ? 2 : 1 }
}
