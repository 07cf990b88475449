import CloudCalls
import Documents
import Providers
import Resources
import Values

/// A secret whose text we generate inside the create call and never see again; a deleted one is restored.
struct Secret: KindDriver {
    let schema = KindSchema(
        kind: "AWS::SecretsManager::Secret", service: "secretsmanager",
        identity: .name(property: "Name", limit: 512),
        rules: [PropertyRule("Name", .replaces), PropertyRule("GenerateSecretString", .writeOnly)],
        durations: .instant)

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var secrets: [Value]
        switch scope {
        case .platform(let platform, _):
            secrets = try await cloud.pages(
                "secretsmanager", "ListSecrets", scope.region,
                ["Filters": [["Key": "tag-value", "Values": [.string(platform)]]]], items: "SecretList")
        case .one(let target):
            let name = target.properties["Name"] ?? .string(target.physicalID)
            secrets = [try await cloud.read("secretsmanager", "DescribeSecret", scope.region, ["SecretId": name])]
        }
        return secrets.filter { $0["DeletedDate"] == nil }.map { secret in
            Found(
                physicalID: secret.text("Name") ?? "", status: .ready,
                properties: EC2Kind.members(["Name", "Description", "KmsKeyId"], of: secret),
                attributes: ["Arn": secret["ARN"] ?? .null, "Name": secret["Name"] ?? .null],
                tags: IdentityTags.parse(secret["Tags"]))
        }
    }

    /// A secret in its recovery window is free of charge (https://aws.amazon.com/secrets-manager/pricing).
    func leftovers(
        of platform: String, region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Leftover] {
        let input: Value = [
            "Filters": [["Key": "tag-value", "Values": [.string(platform)]]], "IncludePlannedDeletion": true,
        ]
        let secrets = try await cloud.pages("secretsmanager", "ListSecrets", region, input, items: "SecretList")
        return secrets.compactMap { secret in
            guard let date = secret.text("DeletedDate"),
                IdentityTags.parse(secret["Tags"])[IdentityTags.platform] == platform
            else { return nil }
            return Leftover(
                kind: schema.kind, region: region, physicalID: secret.text("Name") ?? "",
                endsAt: Instant(timestamp: date), note: "free of charge, and the next apply takes it back")
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let generate = target.properties["GenerateSecretString"] ?? [:]
        let random = try await cloud.call(
            "secretsmanager", "GetRandomPassword", target.region,
            ["PasswordLength": generate["PasswordLength"] ?? 32, "ExcludePunctuation": true])
        guard case .sensitive(let password)? = random["RandomPassword"] else {
            throw AWSError("InternalServiceError", "GetRandomPassword gave no password.")
        }
        let text = secretText(generate, password)
        var input = EC2Kind.members(["Name", "Description", "KmsKeyId"], of: target.properties)
        input["SecretString"] = .sensitive(text)
        input["ClientRequestToken"] = .string(target.token)
        input["Tags"] = IdentityTags.list(for: target)
        do throws(AWSError) {
            try await cloud.call("secretsmanager", "CreateSecret", target.region, input)
        } catch {
            guard error.code == "InvalidRequestException", error.message.contains("scheduled for deletion") else {
                throw error
            }
            try await cloud.call(
                "secretsmanager", "RestoreSecret", target.region,
                ["SecretId": target.properties["Name"] ?? .null])
        }
    }

    private func secretText(_ generate: Value, _ password: Sensitive) -> Sensitive {
        guard let key = generate.text("GenerateStringKey") else { return password }
        var template = generate["SecretStringTemplate"] ?? [:]
        template[key] = .string(password.reveal())
        return Sensitive(JSON.text(of: template))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let id: Value = ["SecretId": .string(found.physicalID)]
        if differences.contains("Description") || differences.contains("KmsKeyId") {
            try await cloud.call(
                "secretsmanager", "UpdateSecret", target.region,
                EC2Kind.members(["Description", "KmsKeyId"], of: target.properties).merging(id))
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "secretsmanager", tag: "TagResource", untag: "UntagResource", id: id)
        }
    }

    /// Deletion waits for seven days, in which `apply` takes the secret back.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "secretsmanager", "DeleteSecret", target.region,
            ["SecretId": .string(found.physicalID), "RecoveryWindowInDays": 7])
    }
}
