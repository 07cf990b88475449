import Documents
import Foundation
import TestSupport
import Testing
import Values

/// What platforms cost, reckoned with prices that are easy to add up.
struct CostTests {
    /// A list in which everything is free but some.
    private func prices(_ place: Place, _ some: [(item: String, unit: String, usd: Double)]) throws -> String {
        let value: Value = [
            "date": "2026-11-29", "currency": "USD",
            "prices": .list(
                some.map {
                    [
                        "item": .string($0.item), "region": "us-east-1", "unit": .string($0.unit),
                        "usd": .double($0.usd),
                        "verified": true, "source": "made up",
                    ]
                }),
        ]
        let file = place.path("prices.json")
        try JSON.pretty(value).write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    private func cost(_ place: Place, _ words: [String]) async throws -> Value {
        let ran = await place.run(["plan"] + words + ["--json", "--speed", "max"])
        #expect(ran.code == 0, "\(ran.note)")
        return try #require(try JSON.value(from: ran.result)["cost"])
    }

    private func month(_ bill: Value?) -> Double {
        switch bill?["monthlyUSD"] {
        case .int(let number)?: Double(number)
        case .double(let number)?: number
        default: -1
        }
    }

    @Test func `each thing is counted as often as it is there`() async throws {
        let place = try Place()
        // One machine of 730 hours, 30 GiB to boot from and a volume of 50.
        let few = try prices(place, [("ec2.t4g.large", "hour", 1), ("ebs.gp3", "GiB-month", 0.1)])
        let first = try await cost(place, [place.spec(0), "--prices", few])
        #expect(month(first["before"]) == 0)
        #expect(month(first["after"]) == 738)
        #expect(first["unknown"]?.texts == ["alarm", "kms-key", "public-ipv4", "secret"])
        // A database in two zones of 100 GiB each, two machines in the fleet, three NAT gateways.
        let more = try prices(
            place,
            [
                ("rds.postgres.db.m7g.large", "hour", 1), ("rds.gp3", "GiB-month", 1), ("ec2.t4g.large", "hour", 0.1),
                ("nat-gateway", "hour", 10), ("ebs.gp3", "GiB-month", 0),
            ])
        let second = try await cost(place, [place.spec(1), "--prices", more])
        let (database, fleet, gateways) = (1460.0 + 200, 146.0, 21_900.0)
        #expect(month(second["after"]) == database + fleet + gateways)
        // The replica in the second region has the size of what it copies; 3 nodes in each cluster, 2 in each cache.
        let two = try prices(
            place,
            [
                ("rds.gp3", "GiB-month", 1), ("ec2.m7g.large", "hour", 1), ("eks-cluster", "hour", 1),
                ("elasticache.valkey.cache.t4g.small", "hour", 100), ("ebs.gp3", "GiB-month", 0),
            ])
        let fourth = try await cost(place, [place.spec(4), "--prices", two])
        let (storage, nodes, clusters, caches) = (400.0, 6 * 730.0, 2 * 730.0, 4 * 73_000.0)
        #expect(month(fourth["after"]) == storage + nodes + clusters + caches)
    }

    @Test func `on the way the old stands beside the new, and afterwards it is what the next plan begins with`()
        async throws
    {
        let place = try Place()
        let fresh = try await cost(place, [place.spec(0)])
        #expect(await place.apply(0).code == 0)
        let road = try await cost(place, [place.spec(1)])
        #expect(month(road["before"]) == month(fresh["after"]))
        #expect(month(road["during"]) > month(road["after"]) && month(road["after"]) > month(road["before"]))
        #expect(await place.apply(1).code == 0)
        let end = try await cost(place, [place.spec(1)])
        #expect(month(end["before"]) == month(road["after"]))
        let text = await place.run("plan", place.spec(2), "--speed", "max")
        let difference = try Golden.difference(
            text.result.split(separator: "\n", omittingEmptySubsequences: false)
                .drop { !$0.hasPrefix("Cost a month") }.joined(separator: "\n"), from: "cost-1-2.txt")
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test func `while a database's copy in another version is tried, both are paid for`() async throws {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        let prices = try prices(place, [("rds.postgres.db.m7g.large", "hour", 1), ("rds.gp3", "GiB-month", 1)])
        let now = try await cost(place, [place.spec(1), "--prices", prices])
        let upgrade = try await cost(
            place, [place.spec(1), "--prices", prices, "--set", "database.engineVersion=\"18\""])
        #expect(month(now["before"]) > 1000)
        #expect(month(upgrade["during"]) == 2 * month(now["before"]))
        #expect(month(upgrade["after"]) == month(now["before"]))
    }

    @Test func `what would cost too much is refused before anything is done`() async throws {
        let place = try Place()
        let plan = await place.run("plan", place.spec(1), "--speed", "max", "--max-monthly-cost", "50")
        #expect(plan.code == 1 && plan.note.contains("[cost.overLimit]") && plan.result.isEmpty)
        let apply = await place.apply(1, "--max-monthly-cost", "50")
        #expect(apply.code == 1 && apply.note.contains("[cost.overLimit]"))
        #expect(await place.run("fake", "list", "--json").result == "[]\n")
        #expect(await place.run("plan", place.spec(1), "--speed", "max", "--max-monthly-cost", "5000").code == 0)
    }

    @Test func `what has no price is named, and a list that is none is refused`() async throws {
        let place = try Place()
        let ran = await place.run("plan", place.spec(0), "--speed", "max", "--set", "compute.instanceType=x8g.large")
        #expect(ran.result.contains("NOT IN IT, for want of a price: ec2.x8g.large."), "\(ran.result.suffix(400))")
        for text in [
            "[]", #"{"date": "d", "currency": "EUR", "prices": []}"#,
            #"{"date": "d", "currency": "USD", "prices": []}"#,
            #"{"date": "d", "currency": "USD", "prices": [{"item": "x", "region": "y", "unit": "day", "usd": 1}]}"#,
        ] {
            try text.write(toFile: place.path("bad.json"), atomically: true, encoding: .utf8)
            let bad = await place.run("plan", place.spec(0), "--speed", "max", "--prices", place.path("bad.json"))
            #expect(bad.code == 1 && bad.note.contains("[cost.badPrices]"), "\(text): \(bad.note)")
        }
        let gone = await place.run("plan", place.spec(0), "--speed", "max", "--prices", place.path("no-such.json"))
        #expect(gone.note.contains("[cost.noPrices]"))
    }
}
