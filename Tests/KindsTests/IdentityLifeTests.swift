import Providers
import Resources
import Testing
import Values

/// Roles, profiles, keys and secrets.
@Suite struct IdentityLifeTests {
    private let bench: LifeBench

    init() throws { bench = try LifeBench() }

    private func document(_ action: Value, _ subject: (String, Value)) -> Value {
        var statement: Value = ["Effect": "Allow", "Action": action]
        statement[subject.0] = subject.1
        return ["Version": "2012-10-17", "Statement": [statement]]
    }

    @Test func `a role with its policies and its profile live`() async throws {
        let trust = document("sts:AssumeRole", ("Principal", ["Service": "ec2.amazonaws.com"]))
        let role = bench.target(
            "role", "AWS::IAM::Role",
            [
                "RoleName": "shop-instance", "Path": "/reconcile/shop/", "Description": "instances",
                "AssumeRolePolicyDocument": trust,
            ])
        _ = try await bench.live(
            role,
            changes: [
                "Description": "machines",
                "AssumeRolePolicyDocument": document("sts:AssumeRole", ("Principal", ["Service": "ecs.amazonaws.com"])),
            ])
        let policy = bench.target(
            "policy", "AWS::IAM::RolePolicy",
            [
                "RoleName": "shop-instance", "PolicyName": "secret",
                "PolicyDocument": document("kms:Decrypt", ("Resource", "*")),
            ])
        _ = try await bench.live(
            policy, changes: ["PolicyDocument": document("kms:Encrypt", ("Resource", "*"))], takesTags: false)
        let attached = bench.target(
            "attached", "AWS::IAM::RolePolicyAttachment",
            ["RoleName": "shop-instance", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"])
        _ = try await bench.make(attached)
        let profile = bench.target(
            "profile", "AWS::IAM::InstanceProfile",
            ["InstanceProfileName": "shop-instance", "Path": "/reconcile/shop/", "RoleName": "shop-instance"])
        _ = try await bench.live(profile)
        _ = try await bench.provider.observe(platform: "shop", regions: [LifeBench.region], candidates: [])
        try await bench.remove([profile, attached, policy, role])
    }

    @Test func `a key with its alias and a secret live, go and come back`() async throws {
        let policy = document("kms:*", ("Resource", "*"))
        let key = bench.target(
            "key", "AWS::KMS::Key", ["Description": "data", "EnableKeyRotation": true, "KeyPolicy": policy])
        let made = try await bench.live(
            key,
            changes: [
                "Description": "all data", "EnableKeyRotation": false,
                "KeyPolicy": document("kms:Encrypt", ("Resource", "*")),
            ])
        let alias = bench.target(
            "alias", "AWS::KMS::Alias", ["AliasName": "alias/shop-data", "TargetKeyId": .string(made.physicalID)])
        _ = try await bench.make(alias)
        let other = try await bench.make(
            bench.target("other", "AWS::KMS::Key", ["EnableKeyRotation": false, "KeyPolicy": policy]))
        var moved = alias
        moved.properties["TargetKeyId"] = .string(other.physicalID)
        try await bench.run(.update, moved)
        let secret = bench.target(
            "secret", "AWS::SecretsManager::Secret",
            [
                "Name": "shop/db", "Description": "the password", "KmsKeyId": made.attributes["Arn"] ?? .null,
                "GenerateSecretString": ["GenerateStringKey": "password", "SecretStringTemplate": ["username": "a"]],
            ])
        _ = try await bench.live(secret, changes: ["Description": "the database's password"])
        try await bench.call(
            "secretsmanager", "PutSecretValue",
            [
                "SecretId": "shop/db", "SecretString": .sensitive(Sensitive("hunter2")),
                "ClientRequestToken": "a-token-of-at-least-32-characters-put",
            ])
        for target in [secret, alias, key] { try await bench.run(.delete, target) }
        for target in [key, secret] { _ = try await bench.run(.create, target) }
    }
}
