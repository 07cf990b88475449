import AWSModels
import AWSProtocols
import AWSServing
import CloudCalls
import FakeAWS
import HTTPMessages
import TestSupport
import Testing
import Values

/// What our client writes the server reads as the same value, and the other way round, for all that FakeAWS answers.
@Suite struct RoundTripTests {
    @Test(arguments: FakeCatalog.operations.sorted())
    func `input and output arrive as they were sent`(_ name: String) async throws {
        let parts = name.split(separator: ".").map(String.init)
        let wire = Wire(operations: [name])
        let operation = try wire.catalog.operation(parts[0], parts[1])
        for seed in Seeds.range() where seed.isMultiple(of: 20) {
            var values = GeneratedValues(operation, seed: seed)
            let input = values.input()
            let output = values.output()
            wire.calls.answers(.success(output))
            let request = wire.signed(try wire.request(operation, input), operation.metadata)
            let answer = try #require(await wire.server.answer(request))
            let body = String(decoding: answer.body.prefix(300), as: UTF8.self)
            #expect(answer.status == operation.responseStatus, "seed \(seed): \(body)")
            let asked = try #require(wire.calls.asked.last, "seed \(seed)")
            #expect(asked.service == parts[0] && asked.operation == parts[1] && asked.region == "ap-south-1")
            let members = asked.input.members.pairs.filter { parts[0] != "s3" || !GeneratedValues.isChecksum($0.name) }
            #expect(.object(Members(members.map { ($0.name, $0.value) })) == input, "seed \(seed)")
            let told = try ResponseDecoder(operation).output(answer)
            let others = told.members.filter { output[$0.name] != $0.value }.map { "\($0.name) \($0.value)" }
            #expect(told == output, "seed \(seed): \(body); others: \(others)")
        }
        #expect(wire.server.ledger.all.map(\.name) == [name])
    }

    @Test(arguments: FakeCatalog.operations.sorted())
    func `a refusal arrives with its code and message`(_ name: String) async throws {
        let parts = name.split(separator: ".").map(String.init)
        let wire = Wire(operations: [name])
        let operation = try wire.catalog.operation(parts[0], parts[1])
        let known = operation.errors.map { (code: $0.code, status: $0.status) }
        for (code, status) in known + [(code: "SomethingElse", status: nil)] {
            wire.calls.answers(.failure(AWSError(code, "it is <so> & \"not\" otherwise")))
            var values = GeneratedValues(operation, seed: 1)
            let request = wire.signed(try wire.request(operation, values.input()), operation.metadata)
            let answer = try #require(await wire.server.answer(request))
            if let status { #expect(answer.status == status) }
            let failure = ResponseDecoder(operation).failure(answer)
            #expect(failure.error.code == code)
            #expect(failure.error.message == "it is <so> & \"not\" otherwise")
            #expect(!failure.error.requestID.isEmpty)
        }
    }
}
