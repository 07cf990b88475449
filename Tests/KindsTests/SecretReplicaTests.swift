import Providers
import Resources
import Testing
import Values

/// Copies of a secret in another region, on a fake cloud in virtual time.
@Suite struct SecretReplicaTests {
    private let home = "ap-south-1"
    private let far = "us-east-1"
    private let bench: LifeBench

    init() throws { bench = try LifeBench() }

    private func call(_ operation: String, in region: String, _ input: Value) async throws -> Value {
        try await bench.call("secretsmanager", operation, input, in: region)
    }

    private func refusal(_ operation: String, in region: String, _ input: Value) async -> String {
        do {
            _ = try await call(operation, in: region, input)
            return ""
        } catch { return "\(error)" }
    }

    private func secret(_ copies: Value?) async throws -> Target {
        var properties: Value = [
            "Name": "shop/database",
            "GenerateSecretString": ["GenerateStringKey": "password", "SecretStringTemplate": ["username": "a"]],
        ]
        properties["ReplicaRegions"] = copies
        return bench.target("secret", "AWS::SecretsManager::Secret", properties, in: home)
    }

    private func copies() async throws -> Value {
        let key = bench.target("key", "AWS::KMS::Key", ["Description": "data"], in: far)
        let arn = try #require(try await bench.run(.create, key)?.attributes["Arn"])
        return [["Region": .string(far), "KmsKeyId": arn]]
    }

    @Test func `a secret with a copy is made, read in both regions and observed once`() async throws {
        let target = try await secret(try await copies())
        _ = try await bench.make(target)
        let texts = try await [
            call("GetSecretValue", in: home, ["SecretId": "shop/database"])["SecretString"],
            call("GetSecretValue", in: far, ["SecretId": "shop/database"])["SecretString"],
        ]
        #expect(texts[0] != nil && texts[0] == texts[1])
        let all = try await bench.provider.observe(platform: "shop", regions: [home, far], candidates: [])
        #expect(all.count { $0.kind == target.kind } == 1)
    }

    @Test func `a copy is only read, and keeps its primary from being deleted`() async throws {
        let target = try await secret(try await copies())
        try await bench.run(.create, target)
        let put: Value = ["SecretId": "shop/database", "SecretString": .sensitive(Sensitive("new"))]
        #expect(await refusal("PutSecretValue", in: far, put).contains("replica secret"))
        #expect(await refusal("DeleteSecret", in: far, ["SecretId": "shop/database"]).contains("replica secret"))
        #expect(await refusal("DeleteSecret", in: home, ["SecretId": "shop/database"]).contains("replica regions"))
        _ = try await call("PutSecretValue", in: home, put)
        let far = try await call("GetSecretValue", in: far, ["SecretId": "shop/database"])["SecretString"]
        #expect(far == .sensitive(Sensitive("new")))
    }

    @Test func `copies come and go with the property, and all go with the secret`() async throws {
        let plain = try await secret(nil)
        try await bench.run(.create, plain)
        let copied = try await secret(try await copies())
        let made = try await bench.run(.update, copied)
        #expect(made?.properties["ReplicaRegions"]?.elements.count == 1)
        let back = try await bench.run(.update, plain)
        #expect(back?.properties["ReplicaRegions"] == [])
        #expect(await refusal("GetSecretValue", in: far, ["SecretId": "shop/database"]).contains("NotFound"))
        try await bench.run(.update, copied)
        try await bench.run(.delete, copied)
        #expect(await refusal("GetSecretValue", in: far, ["SecretId": "shop/database"]).contains("NotFound"))
    }

    @Test func `where a stranger has its name a copy fails, and its primary can go all the same`() async throws {
        _ = try await call("CreateSecret", in: far, ["Name": "shop/database", "SecretString": "theirs"])
        let plain = try await secret(nil)
        try await bench.run(.create, plain)
        let copies = try await copies()
        let replicated = try await call(
            "ReplicateSecretToRegions", in: home, ["SecretId": "shop/database", "AddReplicaRegions": copies])
        #expect(replicated["ReplicationStatus"]?.elements.first?.text("Status") == "Failed")
        try await bench.run(.delete, plain)
        let theirs = try await call("GetSecretValue", in: far, ["SecretId": "shop/database"])["SecretString"]
        #expect(theirs != nil)
    }

    @Test func `a promoted copy is a secret of its own`() async throws {
        try await bench.run(.create, try await secret(try await copies()))
        _ = try await call("StopReplicationToReplica", in: far, ["SecretId": "shop/database"])
        let put: Value = ["SecretId": "shop/database", "SecretString": .sensitive(Sensitive("new"))]
        _ = try await call("PutSecretValue", in: far, put)
        let home = try await call("DescribeSecret", in: home, ["SecretId": "shop/database"])
        #expect(home["ReplicationStatus"] == nil && home["PrimaryRegion"] == nil)
    }
}
