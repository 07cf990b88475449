import Documents
import Foundation
import Testing
import Values

/// `advise`, loads that tire machines, and game days.
struct LoadTests {
    @Test func `advice writes the cheapest spec that holds, and it is valid`() async throws {
        let place = try Place()
        for (users, phase) in [(50, 0), (4_000, 1), (60_000, 2), (300_000, 3), (800_000, 4)] {
            let path = place.path("specs/for-\(users).json")
            let ran = await place.run("advise", "--users", "\(users)", "--out", path, "--json")
            #expect(ran.code == 0, "\(ran.note)")
            #expect(try JSON.value(from: ran.result).number("best") == phase)
            let valid = await place.run("validate", path)
            #expect(valid.code == 0, "\(valid.result) \(valid.note)")
        }
        #expect(await place.run("advise", "--users", "50000000").code == 1, "nothing holds that")
        #expect(await place.run("advise", "--users", "50", "--mix", "mars=1").code == 64)
        #expect(await place.run("advise").code == 64)
    }

    /// What the model calls full is where FakeAWS's machines begin to fail requests.
    @Test(arguments: [1, 2, 3, 4]) func `the model's predictions are those of the fake cloud`(_ phase: Int) async throws
    {
        let place = try Place()
        let users = [1: 3_000, 2: 20_000, 3: 34_000, 4: 40_000][phase] ?? 0
        // A spec of that phase with as many machines as its busiest minute needs: nothing scales by itself here.
        // Smaller limits of risk, so that few machines make each phase.
        try "{\"oneRegionUsers\": 35000, \"regionCores\": 400}".write(
            toFile: place.path("load.json"), atomically: true, encoding: .utf8)
        let sized = try await sized(place, phase, users)
        let ran = await place.run("apply", sized.path, "--yes", "--speed", "max")
        #expect(ran.code == 0, "\(ran.note)")
        // A spike is in what the model counts users by, and in the requests that are made here.
        for (percent, fails) in [(97, false), (105, true)] {
            let requests = Int(Double(sized.fullAt) * 0.1 * 1.5 * Double(percent) / 100)
            let load = await place.run("fake", "load", "\(requests)", sized.path, "--load", place.path("load.json"))
            #expect(load.code == 0, "\(load.note)")
            let drill = await place.run("drill", "zone", "ap-southeast-2a", "--json")
            let outcome = try JSON.value(from: drill.result)
            let failed = outcome.number("failed") ?? -1
            #expect(
                (failed > 0) == fails,
                "phase \(phase), \(requests) a second: \(failed) failed, full at \(sized.fullAt) users")
        }
    }

    private func sized(_ place: Place, _ phase: Int, _ users: Int) async throws -> (path: String, fullAt: Int) {
        let advised = place.path("advised.json")
        _ = await place.run(
            "advise", place.spec(4), "--users", "\(users)", "--out", advised, "--load", place.path("load.json"))
        var spec = try JSON.value(from: String(contentsOfFile: advised, encoding: .utf8))
        #expect(spec.number("phase") == phase)
        let (instances, nodes) = (spec["compute"]?["maxInstances"], spec["cluster"]?["maxNodes"])
        spec["compute"]?["minInstances"] = instances
        spec["cluster"]?["minNodes"] = nodes
        try JSON.pretty(spec).write(toFile: advised, atomically: true, encoding: .utf8)
        let ran = await place.run(
            "advise", place.spec(4), "--users", "\(users)", "--json", "--load", place.path("load.json"))
        let alternatives = try JSON.value(from: ran.result)["alternatives"]?.elements ?? []
        let one = try #require(alternatives.first { $0.number("phase") == phase })
        return (advised, one.number("fullAtUsers") ?? 0)
    }

    @Test func `a game day says how long users were without, and leaves the cloud as it is`() async throws {
        let place = try Place()
        #expect(await place.run("drill", "database").code == 1, "there is nothing to kill yet")
        #expect(await place.apply(1).code == 0)
        let before = await place.run("fake", "list", "--json")
        var hits = 0
        for name in ["a", "b", "c"] {
            let ran = await place.run("drill", "zone", "ap-south-1\(name)", "--json")
            let zone = try JSON.value(from: ran.result)
            #expect(zone.number("failed") == 0, "the other zones serve")
            guard zone.number("targetsLeast") ?? 9 < zone.number("targetsBefore") ?? 0 else { continue }
            hits += 1
            #expect(zone.number("wholeAfterSeconds") ?? 0 > 60, "an instance has to start")
        }
        #expect(hits > 0)
        let database = try JSON.value(from: await place.run("drill", "database", "--json").result)
        #expect(database.number("failed") ?? 0 > 0)
        #expect((60...180).contains(database.number("servedAfterSeconds") ?? 0), "the standby takes over")
        let region = await place.run("drill", "region", "ap-south-1", "--json")
        #expect(region.code == 1, "there is only one")
        #expect(try JSON.value(from: region.result)["servedAfterSeconds"] == .null)
        #expect(await place.run("fake", "list", "--json").result == before.result)
        #expect(await place.run("drill", "zone", "nowhere").code == 64)
    }
}
