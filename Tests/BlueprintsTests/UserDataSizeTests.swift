import Blueprints
import Resources
import Specs
import TestSupport
import Testing

/// AWS takes 16 KiB of user data.
struct UserDataSizeTests {
    /// One service many times with only its name and path changed.
    private static func spec(_ phase: Int, services: Int, environment: [String: String] = [:]) -> Spec {
        Spec(
            name: "shop", phase: phase, account: "123456789012",
            regions: [
                RegionSpec(name: "ap-south-1", network: "10.0.0.0/16"),
                RegionSpec(name: "us-east-1", network: "10.1.0.0/16"),
            ],
            services: (0..<services).map { index in
                ServiceSpec(
                    name: "service-\(index)", image: "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/a:1.0.0",
                    path: "/service-\(index)", environment: environment, cachedRoutes: ["/a/catalog/*"])
            }, cluster: ClusterSpec(maxNodes: 450, endpointCIDRs: ["203.0.113.0/24"]), domain: "shop.example.com")
    }

    /// A text that gzip can't make smaller.
    private static func noise(_ count: Int) -> String {
        var generator = SpecGenerator(seed: 1)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<count).map { _ in generator.pick(letters) })
    }

    @Test(arguments: 0...4)
    func `five hundred services are valid at every phase`(_ phase: Int) {
        let problems = Blueprint.problems(of: Self.spec(phase, services: 500))
        #expect(problems.allSatisfy { $0.isWarning })
    }

    @Test(arguments: [0, 1])
    func `a long script goes compressed and comes back as it was`(_ phase: Int) {
        let script = BootScript.text(Self.spec(phase, services: 500))
        #expect(script.utf8.count > 10 * UserDataForm.limit)
        let sent = UserDataForm.bytes(of: script)
        #expect(sent.count <= UserDataForm.limit && sent.starts(with: [0x1F, 0x8B]))
        #expect(UserDataForm.script(in: sent) == script)
        #expect(UserDataForm.bytes(of: script) == sent)
    }

    @Test(arguments: [0, 1])
    func `a short script goes as it is, for people to read in the console`(_ phase: Int) {
        let script = BootScript.text(Self.spec(phase, services: 2))
        #expect(UserDataForm.bytes(of: script) == Array(script.utf8))
        #expect(UserDataForm.script(in: Array(script.utf8)) == script)
    }

    @Test(arguments: [0, 1])
    func `what does not fit is refused, with its size`(_ phase: Int) {
        let spec = Self.spec(phase, services: 2, environment: ["NOISE": Self.noise(20_000)])
        let problems = Blueprint.problems(of: spec)
        #expect(problems.map(\.code) == ["blueprint.userDataTooLong"])
        #expect(problems.first?.isWarning == false)
        #expect(problems.first?.path == "services")
        #expect(problems.first?.message.contains("AWS takes 16384.") == true)
    }

    @Test func `a cluster has no such limit`() {
        let spec = Self.spec(2, services: 2, environment: ["NOISE": Self.noise(20_000)])
        #expect(Blueprint.problems(of: spec).isEmpty)
    }

    /// The address of phase 1's database is known only later, so that room is left for it.
    @Test func `what passes the check fits in truth, however little room is left`() {
        for phase in [0, 1] {
            for size in stride(from: 12_000, to: 24_000, by: 400) {
                let spec = Self.spec(phase, services: 2, environment: ["NOISE": Self.noise(size)])
                guard Blueprint.problems(of: spec).isEmpty else { continue }
                #expect(UserDataForm.bytes(of: BootScript.text(spec)).count <= UserDataForm.limit)
            }
        }
    }
}
