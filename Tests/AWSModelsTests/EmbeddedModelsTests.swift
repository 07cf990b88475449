import AWSModels
import Digests
import Testing
import Values

@testable import FakeAWS

@Suite struct EmbeddedModelsTests {
    @Test func `the program holds the files that the script wrote`() throws {
        var all: [UInt8] = []
        for name in EmbeddedFiles.names {
            all += Array("data/\(name)".utf8) + [0] + (try #require(EmbeddedFiles.bytes(name)))
        }
        #expect(SHA256Digest.hex(all) == EmbeddedFiles.digest)
        #expect(EmbeddedFiles.names == EmbeddedFiles.names.sorted())
        #expect(EmbeddedFiles.bytes("nothing.model") == nil)
    }

    @Test(arguments: ModelCatalog.serviceNames)
    func `every operation, paginator and waiter of a service loads`(service: String) throws {
        let model = try ServiceModel(embedded: service)
        let names = model.operationNames
        #expect(!names.isEmpty && names == names.sorted())
        for name in names {
            #expect(try model.operation(name).name == name)
            if let paginator = try model.paginator(name) { #expect(!paginator.outputTokens.isEmpty) }
        }
        for name in model.waiterNames {
            let waiter = try #require(try model.waiter(name))
            #expect(names.contains(waiter.operation) && !waiter.acceptors.isEmpty && waiter.delay > .zero)
        }
    }

    @Test func `every operation that FakeAWS answers can be called on AWS`() {
        let catalog = ModelCatalog()
        let unknown = FakeServices.operations.keys.sorted().filter { name in
            let parts = name.split(separator: ".").map(String.init)
            return (try? catalog.operation(parts[0], parts[1])) == nil
        }
        #expect(unknown.isEmpty)
    }

    @Test func `a shape that contains itself is loaded once`() throws {
        let operation = try ServiceModel(embedded: "pricing").operation("GetProducts")
        #expect(operation.structure(operation.input)?.member("ServiceCode") != nil)
        let document = ModelDocument([
            "metadata": ["protocol": "json"],
            "operations": ["Walk": ["http": [:], "input": ["shape": "Tree"]]],
            "shapes": [
                "Tree": ["type": "structure", "members": ["Branches": ["shape": "Trees"]]],
                "Trees": ["type": "list", "member": ["shape": "Tree"]],
            ],
        ])
        let walk = try ServiceModel(service: "forest", source: document).operation("Walk")
        let branches = try #require(walk.structure(walk.input)?.member("Branches")?.reference)
        guard case .list(let element) = walk[branches].kind else {
            Issue.record("no list")
            return
        }
        #expect(walk[element].name == "Tree")
    }

    @Test func `what is missing or damaged is told by name`() throws {
        #expect(throws: ModelProblem.unknownService("lambda")) { try ServiceModel(embedded: "lambda") }
        #expect(throws: ModelProblem.unknownOperation(service: "sts", operation: "Nothing")) {
            try ServiceModel(embedded: "sts").operation("Nothing")
        }
        let lines = "metadata - {\"protocol\":\"json\"}\noperation Ask {\"http\":{},\"input\":{\"shape\":\"None\"}}\n"
        let model = try ServiceModel(service: "oracle", source: ModelFile(service: "oracle", bytes: Array(lines.utf8)))
        #expect(throws: ModelProblem.malformed(service: "oracle", what: "shape None is missing")) {
            try model.operation("Ask")
        }
    }

    @Test func `a member's traits lie over those of its shape`() throws {
        let operation = try ServiceModel(embedded: "s3").operation("GetObject")
        let output = try #require(operation.structure(operation.output))
        #expect(output.member("LastModified")?.reference.traits.location == .header)
        #expect(output.member("LastModified")?.reference.traits.locationName == "Last-Modified")
        #expect(operation.output?.traits.payload == "Body")
        let put = try ServiceModel(embedded: "kms").operation("Encrypt")
        #expect(put.structure(put.input)?.member("Plaintext")?.reference.traits.isSensitive == true)
    }
}
