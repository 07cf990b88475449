import Resources
import Simulator
import Specs
import TestSupport
import Testing

/// The same as on paper, on the fake AWS: any way between two specs is walked to its end and leaves an empty plan.
struct RehearsedPairTests {
    private static let slices: UInt64 = 4

    @Test(arguments: 0..<slices)
    func `whatever becomes of a platform, the run converges and the next plan is empty`(_ slice: UInt64) {
        // A tenth of the seeds: each is a whole life of a platform.
        for seed in Seeds.range().prefix(max(8, Seeds.range().count / 10)) where seed % Self.slices == slice {
            let pair = PlanPropertyTests.Pair(seed: seed)
            // A replica leaves only with the user's word, of which a name needs less here.
            if pair.from.phase == 4, pair.to.phase < 4 { continue }
            let result = Rehearsal.quiet([pair.from, pair.to], allowing: ["global/dns/zone"])
            #expect(
                result.problems.isEmpty,
                "\(pair.testDescription):\n\(result.problems.joined(separator: "\n"))")
        }
    }
}
