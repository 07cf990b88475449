import CloudCalls
import Documents
import Providers
import Resources
import Values

/// A secret whose text we generate inside the create call and never see again; a deleted one is restored.
///
/// Copies in other regions are a property of it, as in CloudFormation: they carry its tags, are read in their region and
/// changed only here (Secrets Manager user guide, "Replicate AWS Secrets Manager secrets across Regions"). Where the
/// platform moves to a region that has a copy, the copy becomes its secret, with the same text.
struct Secret: KindDriver {
    let schema = KindSchema(
        kind: "AWS::SecretsManager::Secret", service: "secretsmanager",
        identity: .name(property: "Name", limit: 512),
        rules: [
            PropertyRule("Name", .replaces), PropertyRule("GenerateSecretString", .writeOnly),
            PropertyRule("ReplicaRegions", .unordered),
        ], durations: .instant, copiesIn: "ReplicaRegions")
    let calls = KindCalls(
        reads: ["ListSecrets", "DescribeSecret"],
        changes: [
            "DescribeSecret", "ReplicateSecretToRegions", "RemoveRegionsFromReplication", "GetRandomPassword",
            "CreateSecret", "RestoreSecret", "StopReplicationToReplica", "UpdateSecret", "TagResource", "UntagResource",
        ],
        deletes: ["DescribeSecret", "RemoveRegionsFromReplication", "DeleteSecret"],
        alsoNeeded: ["kms:Decrypt", "kms:GenerateDataKey"])

    /// A secret without a word of copies has none.
    func normalized(_ properties: Value) -> Value {
        properties["ReplicaRegions"] == nil ? properties.merging(["ReplicaRegions": []]) : properties
    }

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
        var found: [Found] = []
        for secret in secrets where secret["DeletedDate"] == nil && !isHalfTaken(secret, in: scope.region) {
            var secret = secret
            if let home = secret.text("PrimaryRegion") {
                // A copy is its primary's, and found there.
                guard home == scope.region else { continue }
                if case .platform = scope {
                    // Lists don't tell of copies (API reference, SecretListEntry).
                    secret = try await cloud.read(
                        "secretsmanager", "DescribeSecret", scope.region, ["SecretId": secret["Name"] ?? .null])
                }
            }
            found.append(Self.found(secret))
        }
        return found
    }

    private static func found(_ secret: Value) -> Found {
        let copies = secret["ReplicationStatus"]?.elements ?? []
        var properties = EC2Kind.members(["Name", "Description", "KmsKeyId"], of: secret)
        properties["ReplicaRegions"] = .list(copies.map { EC2Kind.members(["Region", "KmsKeyId"], of: $0) })
        let open = copies.first { $0.text("Status") != "InSync" }
        let status: ResourceObservation.Status =
            if let open, let region = open.text("Region") {
                .pending(open.text("StatusMessage") ?? "its copy in \(region) is \(open.text("Status") ?? "not there")")
            } else { .ready }
        return Found(
            physicalID: secret.text("Name") ?? "", status: status, properties: properties,
            attributes: ["Arn": secret["ARN"] ?? .null, "Name": secret["Name"] ?? .null],
            tags: IdentityTags.parse(secret["Tags"]))
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
            if error.code == "ResourceExistsException", try await takeOver(target, cloud) { return }
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
        if differences.contains("ReplicaRegions") { try await updateCopies(target, found, cloud) }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "secretsmanager", tag: "TagResource", untag: "UntagResource", id: id)
        }
    }

    /// Deletion waits for seven days, in which `apply` takes the secret back; copies go first and for good.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await removeCopies(found.properties["ReplicaRegions"]?.elements ?? [], target, found, cloud)
        try await cloud.call(
            "secretsmanager", "DeleteSecret", target.region,
            ["SecretId": .string(found.physicalID), "RecoveryWindowInDays": 7])
    }
}
