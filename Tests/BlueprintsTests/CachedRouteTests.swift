import Blueprints
import Resources
import Specs
import Testing
import Values

/// CloudFront takes 75 cache behaviours; what is beyond is not cached, and told.
struct CachedRouteTests {
    private static func spec(_ services: [ServiceSpec], phase: Int = 3) -> Spec {
        Spec(
            name: "shop", phase: phase, account: "123456789012",
            regions: [RegionSpec(name: "ap-south-1", network: "10.0.0.0/16")], services: services,
            cluster: ClusterSpec(maxNodes: 100, endpointCIDRs: ["203.0.113.0/24"]), domain: "shop.example.com")
    }

    private static func service(_ index: Int, _ routes: [String], weight: Int = 1) -> ServiceSpec {
        ServiceSpec(name: "s\(index)", image: "nginx:1", path: "/s\(index)", cachedRoutes: routes, weight: weight)
    }

    private static func patterns(_ spec: Spec) -> [String] {
        Blueprint.graph(for: spec)["global/edge/distribution"]?.properties["CacheBehaviors"]?.elements
            .compactMap { $0.text("PathPattern") } ?? []
    }

    @Test func `as many routes as the quota allows are kept without a word`() {
        let spec = Self.spec((0..<74).map { Self.service($0, ["/s\($0)/*"]) })
        #expect(Blueprint.problems(of: spec).isEmpty)
        #expect(Self.patterns(spec) == (0..<74).map { "/s\($0)/*" })
    }

    @Test func `beyond the quota the routes of the least used services are merged, with a warning`() {
        let spec = Self.spec((0..<100).map { Self.service($0, ["/s\($0)/*"], weight: $0) })
        let problems = Blueprint.problems(of: spec)
        #expect(problems.map(\.code) == ["blueprint.behavioursMerged"])
        #expect(problems.first?.isWarning == true)
        #expect(problems.first?.message.contains("26 of 100 cached routes") == true)
        #expect(Self.patterns(spec) == (26..<100).map { "/s\($0)/*" })
    }

    @Test func `before there is a distribution nothing is told`() {
        let spec = Self.spec((0..<100).map { Self.service($0, ["/s\($0)/*"]) }, phase: 2)
        #expect(Blueprint.problems(of: spec).isEmpty)
    }

    @Test func `a route inside a wider one needs no behaviour, and one named twice needs one`() {
        let spec = Self.spec([
            Self.service(0, ["/s0/*", "/s0/catalog/*", "/s0/x?y"]), Self.service(1, ["/s1/a*", "/s1/b", "/s0/*"]),
            Self.service(2, ["/s2/*/x*", "/s2/y/x1"]),
        ])
        #expect(Self.patterns(spec) == ["/s0/*", "/s1/a*", "/s1/b", "/s2/*/x*", "/s2/y/x1"])
    }
}
