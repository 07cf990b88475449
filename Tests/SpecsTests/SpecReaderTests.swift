import Diagnostics
import Specs
import Testing

/// What a user is told of a wrong spec.
struct SpecReaderTests {
    private func read(_ text: String) -> SpecReader.Reading {
        SpecReader.read(Array(text.utf8), file: "spec.json", overrides: [])
    }

    private func spec(
        phase: Int = 0, regions: String = #"[{"name": "ap-south-1"}]"#,
        services: String = #"[{"name": "a", "path": "/a"}]"#, more: String = ""
    ) -> String {
        """
        {"name": "shop", "phase": \(phase), "account": "123456789012",
         "regions": \(regions),
         "services": \(services)\(more)}
        """
    }

    @Test func `a spec of one service needs only the essential`() {
        let reading = read(spec())
        #expect(reading.diagnostics.isEmpty)
        #expect(reading.spec?.regions.first?.network == "10.0.0.0/16")
    }

    @Test(arguments: [
        (#", "regoins": []"#, "spec.unknownField", "regoins"),
        (#", "tags": {"Name": "x"}"#, "spec.tag", "tags.Name"),
        (#", "domain": "shop""#, "spec.domain", "domain"),
        (#", "compute": {"minInstances": 9, "maxInstances": 2}"#, "spec.minAboveMax", "compute.minInstances"),
        (#", "database": {"storage": "big"}"#, "spec.wrongType", "database.storage"),
        (#", "database": {"storage": 1}"#, "spec.outOfRange", "database.storage"),
        (#", "phase": 0"#, "spec.duplicateKey", "phase"),
    ])
    func `each problem has its code and path`(_ more: String, _ code: String, _ path: String) {
        let reading = read(spec(more: more))
        #expect(reading.spec == nil)
        #expect(reading.diagnostics.map(\.code) == [code])
        #expect(reading.diagnostics.map(\.path) == [path])
    }

    @Test func `an unknown field is told with the one that was meant, where it stands`() {
        let problem = read(spec(more: #", "regoins": []"#)).diagnostics.first
        #expect(problem?.hint == "did you mean `regions`?")
        #expect(problem?.location?.line == 3)
    }

    @Test func `all problems are told at once`() {
        let regions = #"[{"name": "ap-south-9"}, {"name": "us-east-1", "network": "10.0.128.0/17"}]"#
        let services = #"[{"name": "A", "path": "/a"}, {"name": "b", "path": "/a"}]"#
        let codes = read(spec(phase: 3, regions: regions, services: services)).diagnostics.map(\.code)
        for code in [
            "spec.unknownRegion", "spec.networkOverlap", "spec.name", "spec.pathClash", "spec.phaseNeeds",
        ] {
            #expect(codes.contains(code), "\(code) is missing in \(codes)")
        }
    }

    @Test func `what can't be read is told once, and everything else all the same`() {
        let services = #"""
            [{"name": 7, "path": "/a"}, {"name": "b", "path": "/b", "minReplicas": 5, "maxReplicas": "x"},
             {"name": "b", "path": "b", "cachedRoutes": [1, "x"]}]
            """#
        let told = read(spec(services: services, more: #", "domain": "shop""#)).diagnostics
        let seen = told.map { "\($0.code) \($0.path)" }
        #expect(
            seen.sorted() == [
                "spec.domain domain", "spec.duplicate services[2].name", "spec.path services[2].path",
                "spec.wrongType services[0].name", "spec.wrongType services[1].maxReplicas",
                "spec.wrongType services[2].cachedRoutes[0]",
            ], "\(seen)")
        let odd = read(spec(services: #"[7, {"name": "B", "path": "b"}]"#)).diagnostics
        #expect(odd.map(\.path) == ["services[0]"], "places behind it would be told wrongly")
    }

    @Test func `phase 4 needs two regions`() {
        let more = #", "domain": "shop.example.com", "cluster": {"endpointCIDRs": ["203.0.113.0/24"]}"#
        let reading = read(spec(phase: 4, more: more))
        #expect(reading.diagnostics.map(\.code) == ["spec.phaseNeeds"])
        #expect(reading.diagnostics.map(\.path) == ["regions"])
    }

    @Test func `what is typed on the command line is text where the spec wants text`() throws {
        let settings = ["account=210987654321", "database.engineVersion=18", "services[0].environment.FLAG=true"]
        let overrides = try settings.map { try #require(SpecOverride(setting: $0)) }
        let read = SpecReader.read(Array(spec(phase: 1).utf8), file: "spec.json", overrides: overrides).spec
        #expect(read?.account == "210987654321" && read?.database.engineVersion == "18")
        #expect(read?.services[0].environment == ["FLAG": "true"])
        let wrong = try ["database.remoteWrites=1", "regions[0].zones=two"].map {
            try #require(SpecOverride(setting: $0))
        }
        let told = SpecReader.read(Array(spec(phase: 1).utf8), file: "spec.json", overrides: wrong).diagnostics
        #expect(told.map(\.code).sorted() == ["spec.outOfRange", "spec.wrongType"], "\(told.map(\.message))")
    }
}
