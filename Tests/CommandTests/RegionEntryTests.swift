import Documents
import Foundation
import Testing
import Values

/// One more region of a platform that stays in phase 4.
@Suite struct RegionEntryTests {
    private static let record = "global/dns/record/origin-eu-west-1"

    /// A platform of phase 4, and its spec with a third region.
    private func made() async throws -> (place: Place, spec: String) {
        let place = try Place()
        try #require(await place.apply(4).code == 0)
        var spec = try JSON.value(from: String(contentsOfFile: place.spec(4), encoding: .utf8))
        spec["regions"] = .list((spec["regions"]?.elements ?? []) + [["name": "eu-west-1", "network": "10.2.0.0/16"]])
        let path = place.path("three.json")
        try JSON.text(of: spec).write(toFile: path, atomically: true, encoding: .utf8)
        return (place, path)
    }

    private func apply(_ place: Place, _ path: String) async -> Place.Ran {
        await place.run("apply", path, "--yes", "--speed", "max")
    }

    @Test func `people are led there when its services run, and a gate sees whether they are served`() async throws {
        let (place, three) = try await made()
        let plan = try JSON.value(from: await place.run("plan", three, "--json", "--speed", "max").result)
        let steps = plan["steps"]?.elements ?? []
        #expect(steps.last?.text("address") == Self.record && steps.last?.text("stage") == "enter/eu-west-1")
        #expect(plan["stages"]?.elements.last?["gate"]?.text("measure") == "users are served")
        let ran = await apply(place, three)
        #expect(ran.code == 0 && ran.note.contains("Stage enter/eu-west-1 passed"), "\(ran.note)")
        #expect(try await place.failedRequests() == 0)
        let traffic = await place.run("fake", "traffic").result
        #expect(traffic.contains("eu-west-1"), "\(traffic)")
        #expect(await place.run("plan", three, "--speed", "max").result.contains("No changes"))
    }

    @Test func `in a new platform people are led to a region behind its services, too`() async throws {
        let place = try Place()
        let plan = try JSON.value(from: await place.run("plan", place.spec(4), "--json", "--speed", "max").result)
        let record = plan["steps"]?.elements.first { $0.text("address") == "global/dns/record/origin-us-east-1" }
        let needed = Set(record?["dependsOn"]?.texts ?? [])
        #expect(needed.isSuperset(of: ["create us-east-1/services/ingress", "create us-east-1/argocd/application"]))
    }

    @Test func `where it serves them badly its record goes again`() async throws {
        let (place, three) = try await made()
        let without = await place.run("apply", three, "--exclude", Self.record, "--yes", "--speed", "max")
        #expect(without.code == 0, "\(without.note)")
        let broken = await place.run("fake", "break", "targets", "shop-euw1-cluster", "--percent", "60")
        #expect(broken.code == 0, "\(broken.note)")
        let bad = await apply(place, three)
        #expect(bad.code == 1 && bad.note.contains("enter/eu-west-1"), "\(bad.note)")
        #expect(await !place.run("state", "list").result.contains(Self.record))
        _ = await place.run("fake", "mend")
        let failed = try await place.failedRequests()
        #expect(failed > 0)
        #expect(await apply(place, three).code == 0)
        #expect(await place.run("state", "list").result.contains(Self.record))
        #expect(try await place.failedRequests() == failed)
    }
}
