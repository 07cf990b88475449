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

    @Test func `losing the writer's region says when writes are taken again and what is lost`() async throws {
        let place = try Place()
        #expect(await place.apply(4).code == 0)
        let before = await place.run("fake", "list", "--json")
        let ran = await place.run("drill", "region", "ap-south-1", place.spec(4), "--json")
        #expect(ran.code == 0, "\(ran.result) \(ran.note)")
        let writer = try JSON.value(from: ran.result)
        #expect(writer.text("movedTo") == "us-east-1" && writer.text("problem") == "", "\(ran.result)")
        let called = try #require(writer.number("calledAfterSeconds"))
        let written = try #require(writer.number("writesAfterSeconds"))
        #expect(
            called == 300 && written > called && written <= writer.number("endedAfterSeconds") ?? 0, "\(ran.result)")
        #expect(writer.number("servedAfterSeconds") ?? 0 >= written, "writes fail until the writer has moved")
        // The copy is a moment behind, and nobody fences a region that is back before the command is given.
        #expect((1...20).contains(writer.number("lostRows") ?? 0), "\(ran.result)")
        #expect(
            writer.number("fencedAfterSeconds") ?? 0 >= 300 && writer.number("strayRows") ?? 0 > 100, "\(ran.result)")
        let other = await place.run("drill", "region", "us-east-1", place.spec(4), "--json")
        #expect(other.code == 0 && other.note.contains("The writer stands elsewhere"), "\(other.result)")
        #expect(await place.run("fake", "list", "--json").result == before.result)
        #expect(await place.run("drill", "region", "eu-west-1", place.spec(4)).code == 64)
    }

    @Test func `while replication stalls no replica proves itself and no writer moves`() async throws {
        let place = try Place()
        #expect(await place.apply(3).code == 0)
        #expect(await place.run("fake", "break", "replication").code == 0)
        let stalled = await place.apply(4)
        #expect(stalled.code == 1, "\(stalled.note)")
        #expect(
            stalled.note.contains("GATE FAILED: 3-4/verify") && stalled.note.contains("replica lag"), "\(stalled.note)")
        _ = await place.run("fake", "mend")
        #expect(await place.apply(4).code == 0)
        #expect(await place.run("fake", "break", "replication").code == 0)
        let move = await place.run(
            "failover", place.spec(4), "--to", "us-east-1", "--planned", "--yes", "--speed", "max")
        #expect(move.code == 1 && move.note.contains("GATE FAILED: failover/freeze"), "\(move.note)")
        let rows = try JSON.value(from: await place.run("fake", "rows", "--json").result).elements
        let taking = rows.filter { $0["takesWrites"]?.flag == true && $0.text("follows") == nil }.compactMap {
            $0.text("database")
        }
        #expect(taking.count == 1 && taking.first?.hasPrefix("rds ap-south-1/") == true, "\(rows)")
    }
}
