import AWSModels
import TestSupport
import Testing
import Values

@testable import AWSEndpoints

/// AWS's endpoint suites of every service that is embedded, as botocore's source distribution carries them.
@Suite(.enabled(if: AWSSuites.areFetched, "Tests/scripts/fetch_suites has not been run"))
struct EndpointSuiteTests {
    @Test(arguments: ModelCatalog.serviceNames)
    func `every case of a service gives AWS's endpoint or AWS's refusal`(service: String) throws {
        let rules = try EndpointRuleSet(embedded: service, partitions: try Partitions())
        let suite = try AWSSuites.json("functional/endpoint-rules/\(service)/endpoint-tests-1.json")
        let cases = suite["testCases"]?.elements ?? []
        #expect(!cases.isEmpty)
        for (number, one) in cases.enumerated() {
            let expected = one["expect"] ?? [:]
            let name = "\(service) \(number) (\(one.text("documentation") ?? ""))"
            let failure = failure(expected) { () throws(EndpointProblem) in
                try rules.endpoint(one["params"]?.members ?? Members())
            }
            if let failure { Issue.record("\(name): \(failure)") }
        }
    }

    @Test(arguments: ModelCatalog.serviceNames)
    func `every call that a case describes goes to the case's endpoint`(service: String) throws {
        let rules = try EndpointRuleSet(embedded: service, partitions: try Partitions())
        let catalog = ModelCatalog()
        let known = Set(try catalog.service(service).operationNames)
        let notApplicable = try AWSSuites.notApplicable("endpoints")
        var calls = 0
        let suite = try AWSSuites.json("functional/endpoint-rules/\(service)/endpoint-tests-1.json")
        for (number, one) in (suite["testCases"]?.elements ?? []).enumerated() {
            for call in one["operationInputs"]?.elements ?? [] {
                let name = try #require(call.text("operationName"))
                guard known.contains(name) else {
                    #expect(notApplicable["\(service) \(name)"] != nil, "\(service) \(number) \(name) is left out")
                    continue
                }
                let operation = try catalog.operation(service, name)
                calls += 1
                let failure = failure(one["expect"] ?? [:]) { () throws(EndpointProblem) in
                    try rules.endpoint(
                        for: operation, input: call["operationParams"] ?? [:],
                        builtIns: call["builtInParams"]?.members ?? Members())
                }
                if let failure { Issue.record("\(service) \(number) \(name): \(failure)") }
            }
        }
        // Few services' cases describe calls; S3's do, whose rules depend on the input.
        #expect(service != "s3" || calls > 100)
    }

    @Test func `every call that is said not to apply is in a case, and not embedded`() throws {
        for name in try AWSSuites.notApplicable("endpoints").keys {
            let words = name.split(separator: " ").map(String.init)
            let suite = try AWSSuites.json("functional/endpoint-rules/\(words[0])/endpoint-tests-1.json")
            let calls = (suite["testCases"]?.elements ?? []).flatMap { $0["operationInputs"]?.elements ?? [] }
            #expect(calls.contains { $0.text("operationName") == words[1] }, "\(name) is in no case")
            #expect(throws: ModelProblem.self) { try ServiceModel(embedded: words[0]).operation(words[1]) }
        }
    }

    private func failure(_ expected: Value, _ endpoint: () throws(EndpointProblem) -> Endpoint) -> String? {
        let found: Endpoint
        do {
            found = try endpoint()
        } catch { return expected.text("error") == "\(error)" ? nil : "\(error)" }
        guard let wanted = expected["endpoint"] else { return "\(found.url), not \(expected)" }
        if wanted.text("url") != found.url { return "\(found.url), not \(wanted)" }
        if (wanted["properties"] ?? [:]) != found.properties { return "\(found.properties), not \(wanted)" }
        let headers = Value.object(Members(found.headers.map { ($0.key, .strings($0.value)) }))
        return (wanted["headers"] ?? [:]) == headers ? nil : "\(headers), not \(wanted)"
    }
}
