import AWSModels
import TestSupport
import Testing

/// AWS's own protocol suites, as botocore's source distribution carries them.
@Suite(.enabled(if: AWSSuites.areFetched, "Tests/scripts/fetch_suites has not been run"))
struct ProtocolSuiteTests {
    private static let files = ["input", "output", "legacy/input", "legacy/output"].flatMap { folder in
        ["ec2", "query", "json", "rest-json", "rest-xml"].map { "\(folder)/\($0).json" }
    }
    private static let json10 = ["input", "output"].flatMap { folder in
        ["json_1_0", "json_1_0-query-compatible"].map { "\(folder)/\($0).json" }
    }

    @Test(arguments: files + json10)
    func `every case that applies passes`(file: String) throws {
        let notApplicable = try AWSSuites.notApplicable("protocols")
        let cases = try ProtocolCase.all(file)
        #expect(!cases.isEmpty)
        for one in cases where notApplicable[one.name] == nil {
            if let failure = one.failure { Issue.record("\(one.name): \(failure)") }
        }
    }

    @Test func `every case that is said not to apply exists and would fail`() throws {
        let cases = try (Self.files + Self.json10).flatMap(ProtocolCase.all)
        for name in try AWSSuites.notApplicable("protocols").keys where !name.hasSuffix(" *") {
            let one = try #require(cases.first { $0.name == name }, "\(name) is no case")
            #expect(one.failure != nil, "\(name) passes and need not be left out")
        }
    }

    @Test func `every file of the suites is run, or said not to apply`() throws {
        let left = try AWSSuites.notApplicable("protocols").keys.filter { $0.hasSuffix(" *") }.map { $0.dropLast(2) }
        var there: [String] = []
        for folder in ["input", "output", "legacy/input", "legacy/output"] {
            there += try AWSSuites.names("unit/protocols/\(folder)").map { "\(folder)/\($0)" }
        }
        #expect((Self.files + Self.json10 + left.map(String.init)).sorted() == there.sorted())
    }

    @Test func `no embedded service speaks a protocol that is left out`() throws {
        for service in ModelCatalog.serviceNames {
            let spoken = try ServiceModel(embedded: service).metadata.wireProtocol
            #expect([.ec2, .query, .json, .restJSON, .restXML].contains(spoken), "\(service)")
        }
    }
}
