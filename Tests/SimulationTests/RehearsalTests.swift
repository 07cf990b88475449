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

    private func spec(_ phase: Int) throws -> Spec {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("specs/phase\(phase).json").path
        let bytes = try #require(FileManager.default.contents(atPath: path))
        return try #require(SpecReader.read(Array(bytes), file: path).spec)
    }

    @Test(arguments: journeys)
    func `a journey without faults converges and is the same each time`(_ phases: [Int]) throws {
        let specs = try phases.map(spec)
        let quiet = Rehearsal.quiet(specs)
        #expect(quiet.problems.isEmpty, "\(quiet.trace)")
        #expect(quiet == Rehearsal.quiet(specs))
    }

    @Test(arguments: journeys)
    func `a journey that is killed, throttled and deceived ends with exactly one of everything`(_ phases: [Int]) throws
    {
        let specs = try phases.map(spec)
        let quiet = Rehearsal.quiet(specs)
        for seed in 0..<Self.seeds {
            let result = Rehearsal.fated(specs, seed: UInt64(seed), quiet: quiet)
            #expect(
                result.problems.isEmpty,
                "phases \(phases), seed \(seed):\n\(result.problems.joined(separator: "\n"))\n\(result.trace.joined(separator: "\n"))"
            )
        }
    }
}
