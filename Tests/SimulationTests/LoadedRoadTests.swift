import FakeAWS
import Simulator
import Specs
import Testing

/// Roads while so many people ask that machines tire: what is there grows by itself, and nobody is asked of more than it bears.
struct LoadedRoadTests {
    /// Wide limits, small beginnings.
    private static func spec(_ phase: Int, nodes: Int = 100, services: Int = 2, isOwn: Bool = true) throws -> Spec {
        var spec = try Road.spec(max(1, phase))
        spec.domain = "shop.example.com"
        if isOwn { spec.gitOps = nil }
        spec.compute.instanceType = "c7g.2xlarge"
        spec.compute.maxInstances = 12
        spec.cluster.maxNodes = nodes
        spec.cluster.endpointCIDRs = ["203.0.113.0/24"]
        spec.database.instanceClass = "db.m7g.16xlarge"
        spec.services = Array(spec.services.prefix(services))
        for index in spec.services.indices { spec.services[index].maxReplicas = 400 }
        return spec
    }

    /// By the costs of the load model's own numbers.
    private static func load(_ spec: Spec, _ requests: Int, far: Int = 300) -> Load {
        var paths: [String: Int] = [:]
        for service in spec.services { paths[service.path] = service.weight }
        return Load(
            requestsPerSecond: requests, paths: paths,
            demand: Demand(
                service: 50_000, cached: 20_000, read: 4000, write: 2300, reads: 900, hits: 850, edge: 550,
                mix: ["ap-south-1": 1000 - far, "us-east-1": far]))
    }

    private static func quiet(_ from: Spec, _ to: Spec, _ load: Load) async -> Rehearsal.Result {
        await Simulation(to, from: .spec(from), under: load, seed: 1, runs: 0, play: Simulation.Play(mix: .light)).run(
            parallelism: 1
        ).quiet
    }

    /// From, to, requests in a second, services, thousandths of people near the second region.
    @Test(arguments: [
        (1, 2, 600, 1, 300), (1, 2, 800, 2, 300), (2, 1, 800, 2, 300), (2, 3, 2000, 2, 300), (3, 2, 2000, 2, 300),
        (3, 4, 6000, 2, 300), (4, 3, 6000, 2, 600),
    ])
    func `nobody's request fails on a road, however many come`(
        _ from: Int, _ to: Int, _ requests: Int, _ services: Int, _ far: Int
    ) async throws {
        let (old, new) = (try Self.spec(from, services: services), try Self.spec(to, services: services))
        let result = await Self.quiet(old, new, Self.load(new, requests, far: far))
        #expect(result.problems.isEmpty && result.failed == 0, "\(result.problems) \(result.trace)")
        #expect(result.answered > requests * 1000)
    }

    @Test func `services that Argo CD rolls out grow as well`() async throws {
        let (old, new) = (try Self.spec(3, isOwn: false), try Self.spec(4, isOwn: false))
        let result = await Self.quiet(old, new, Self.load(new, 6000))
        #expect(result.problems.isEmpty && result.failed == 0, "\(result.problems) \(result.trace)")
    }

    @Test(arguments: [
        // As many nodes as it has in the beginning, or pods that may not become more.
        (3, 400), (100, 4),
    ])
    func `a platform that can't grow to its load is told so before anything is rehearsed`(
        _ nodes: Int, _ replicas: Int
    ) async throws {
        var (old, new) = (try Self.spec(2, nodes: nodes), try Self.spec(3, nodes: nodes))
        for index in old.services.indices { old.services[index].maxReplicas = replicas }
        for index in new.services.indices { new.services[index].maxReplicas = replicas }
        let result = await Self.quiet(old, new, Self.load(new, 2000))
        let problem = try #require(result.problems.first)
        #expect(problem.contains("Before anything changes") && problem.contains("of 2000 requests a second fail"))
        #expect(result.allCalls == 0)
    }

    @Test func `nodes are exchanged for as many as there are`() async throws {
        let old = try Self.spec(2)
        var new = old
        new.cluster.nodeType = "m7g.xlarge"
        let result = await Self.quiet(old, new, Self.load(new, 1000))
        #expect(result.problems.isEmpty && result.failed == 0, "\(result.problems) \(result.trace)")
    }
}
