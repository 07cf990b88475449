import Documents
import Foundation
import Testing
import Values

/// Who owns the services' Deployments, and how that changes while they serve.
@Suite struct GitOpsTests {
    private static let owned = ["a", "b"].flatMap { name in
        ["deployment", "service", "autoscaler"].map { "ap-south-1/services/\(name)/\($0)" }
    }

    @Test func `Deployments that serve are handed over to Argo CD, not deleted`() async throws {
        let place = try Place()
        let own = try place.specOfOurOwn(2)
        try #require(await place.run("apply", own, "--yes", "--speed", "max").code == 0)
        let refused = await place.apply(2)
        #expect(refused.code == 1 && refused.note.contains("[plan.gitOpsTakesOver]"), "\(refused.note)")
        #expect(refused.note.contains("kubectl -n shop label deployment,service,hpa --all reconcile.dev/platform-"))
        // What that kubectl does.
        for address in Self.owned { _ = await place.run("fake", "set", address, "metadata.labels={}") }
        let ran = await place.apply(2)
        #expect(ran.code == 0, "\(ran.note)")
        let list = await place.run("fake", "list").result
        #expect(list.contains("Kubernetes::Application"))
        #expect(Self.owned.allSatisfy { list.contains($0) }, "\(list)")
        #expect(try await place.failedRequests() == 0)
        #expect(await place.run("plan", place.spec(2), "--speed", "max").result.contains("No changes"))
    }

    @Test func `a service whose pods are gone answers nobody until the next apply has brought them back`() async throws
    {
        let place = try Place()
        let own = try place.specOfOurOwn(2)
        try #require(await place.run("apply", own, "--yes", "--speed", "max").code == 0)
        #expect(try await place.failedRequests() == 0)
        _ = await place.run("fake", "delete", "ap-south-1/services/a/deployment")
        let ran = await place.run("apply", own, "--yes", "--speed", "max")
        #expect(ran.code == 0, "\(ran.note)")
        let failed = try await place.failedRequests()
        #expect(failed > 0)
        // Nothing fails any more.
        #expect(await place.run("plan", own, "--speed", "max").result.contains("No changes"))
        #expect(try await place.failedRequests() == failed)
    }

    @Test func `a service more is let in when its pods serve, and one less when nobody comes any more`() async throws {
        let place = try Place()
        let own = try place.specOfOurOwn(2)
        try #require(await place.run("apply", own, "--yes", "--speed", "max").code == 0)
        var spec = try JSON.value(from: String(contentsOfFile: own, encoding: .utf8))
        let services = spec["services"]?.elements ?? []
        spec["services"] = .list(services + [services[0].merging(["name": "c", "path": "/c"])])
        let more = place.path("more.json")
        try JSON.text(of: spec).write(toFile: more, atomically: true, encoding: .utf8)
        for path in [more, own] {
            let ran = await place.run("apply", path, "--yes", "--speed", "max")
            #expect(ran.code == 0, "\(ran.note)")
            #expect(try await place.failedRequests() == 0)
        }
    }
}
