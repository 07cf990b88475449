import Capacity
import Diagnostics
import Specs
import Testing

/// Advice follows the journey: each phase ends where it says, and the next one cures it.
struct AdviceTests {
    private static let base = Spec(
        name: "shop", phase: 0, account: "123456789012",
        regions: [
            RegionSpec(name: "ap-south-1", network: "10.0.0.0/16"),
            RegionSpec(name: "us-east-1", network: "10.1.0.0/16"),
        ],
        services: [
            ServiceSpec(name: "a", image: "a:1", path: "/a", weight: 80),
            ServiceSpec(name: "b", image: "b:1", path: "/b", weight: 20),
        ], cluster: ClusterSpec(endpointCIDRs: ["203.0.113.0/24"]), domain: "shop.example.com")

    private func advice(_ users: Int) -> Advice { Advice(Self.base, LoadModel(users: users)) }

    @Test(arguments: [
        (20, 0), (100, 0), (150, 1), (5_000, 1), (10_000, 1), (20_000, 2), (60_000, 2), (95_000, 2), (150_000, 3),
        (450_000, 3), (600_000, 4), (950_000, 4),
    ])
    func `the phase of the journey is the cheapest that holds`(_ users: Int, _ phase: Int) {
        #expect(advice(users).best?.phase == phase)
    }

    @Test func `where a phase ends is what the journey says of it`() throws {
        let far = advice(100_000_000)
        #expect(far.best == nil)
        let first = far.alternatives.map { $0.model.bottleneck?.name ?? "" }
        #expect(first[0].contains("single machine") && first[1].hasPrefix("instances"))
        #expect(first[2].hasPrefix("the database") && first[3].contains("single region"))
        #expect(first[4] == "the database that is written")
    }

    @Test(arguments: [50, 3_000, 60_000, 300_000, 800_000])
    func `sizes hold, and grow with the load`(_ users: Int) throws {
        let best = try #require(advice(users).best)
        #expect(best.model.parts.allSatisfy(\.holds) && best.model.users >= users)
        #expect(best.model.usersWhenFull >= best.model.users)
        let next = try #require(advice(users * 11 / 10).alternatives.first { $0.phase == best.phase })
        #expect(next.cores >= best.cores)
    }

    @Test func `a load file replaces what was assumed, and its mistakes are told with their places`() throws {
        let model = LoadModel(users: 1000)
        let read = try #require(
            model.reading(Array("{\"spike\": 2, \"mix\": {\"us\": 1}, \"hitShare\": 0.5}".utf8), file: "l.json").model)
        #expect(read.spike == 2 && read.mix == ["us": 1] && read.hitShare == 0.5 && read.users == 1000)
        let wrong = model.reading(
            Array("{\n  \"spike\": 0,\n  \"spyke\": 2,\n  \"mix\": {\"mars\": 1}\n}".utf8), file: "l.json")
        #expect(wrong.model == nil)
        #expect(
            wrong.diagnostics.map { "\($0.location?.description ?? "") \($0.code)" } == [
                "l.json:2:12 load.wrongValue", "l.json:3:3 load.unknownField", "l.json:4:11 load.unknownPlace",
            ])
        #expect(LoadModel.mix("india=0.7,us=0.3") == ["india": 0.7, "us": 0.3])
        for bad in ["", "india", "india=0.7", "india=0.7,us=0.4", "mars=1", "india=0.5,india=0.5"] {
            #expect(LoadModel.mix(bad) == nil, "\(bad)")
        }
    }

    @Test func `evenings come one after the other, and everybody is served by somebody`() {
        let load = LoadModel(users: 100_000, mix: ["india": 0.5, "us": 0.5])
        #expect((load.hourly.max() ?? 0) < load.peak, "two evenings never fall together")
        #expect(load.share(of: "ap-south-1", among: ["ap-south-1"]) == 1)
        #expect(load.share(of: "us-east-1", among: ["ap-south-1", "us-east-1"]) == 0.5)
    }
}
