import CloudCalls
import Values

/// What FakeAWS answers for `secretsmanager`; a deleted secret keeps its name through its recovery window.
enum SecretsManager {
    static let definition = ServiceDefinition(
        service: "secretsmanager",
        operations: [
            "CreateSecret": create, "DescribeSecret": describe, "ListSecrets": list, "GetSecretValue": getValue,
            "PutSecretValue": putValue, "UpdateSecret": update, "DeleteSecret": delete, "RestoreSecret": restore,
            "TagResource": tag, "UntagResource": untag, "GetRandomPassword": randomPassword,
        ].merging(SecretReplicas.operations) { $1 },
        events: ["secrets.deleted": deleted].merging(SecretReplicas.events) { $1 })

    @Sendable private static func deleted(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard cloud.objects[event.key]?.status == "deleted" else { return }
        cloud.remove(event.key)
    }

    static let type = "AWS::SecretsManager::Secret"

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let id = try call.required("SecretId")
        let name = id.hasPrefix("arn:") ? String((id.components(":secret:").last ?? "").dropLast(7)) : id
        guard let secret = cloud.object(type, call.region, name) else {
            throw AWSError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        }
        return secret
    }

    static func live(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let secret = try find(call, cloud)
        guard secret.status != "deleted" else {
            throw AWSError(
                "InvalidRequestException",
                "You can't perform this operation on the secret because it was marked for deletion.")
        }
        return secret
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("Name")
        let token = call.input.text("ClientRequestToken") ?? ""
        if let known = cloud.object(type, call.region, name) {
            if known.status == "deleted" {
                throw AWSError(
                    "InvalidRequestException",
                    "You can't create this secret because a secret with this name is already scheduled for deletion.")
            }
            guard !token.isEmpty, known.hidden.text("token") == token else {
                throw AWSError(
                    "ResourceExistsException", "The operation failed because the secret \(name) already exists.")
            }
            return ["ARN": known.attributes["ARN"] ?? .null, "Name": .string(name), "VersionId": .string(token)]
        }
        let suffix = String(cloud.steadyNumber(name, below: 900_000) + 100_000)
        let arn = "arn:aws:secretsmanager:\(call.region):\(cloud.account):secret:\(name)-\(suffix)"
        cloud.insert(
            CloudObject(
                CloudObject.Key(type, call.region, name),
                attributes: [
                    "ARN": .string(arn), "Name": .string(name), "Description": call.input["Description"] ?? "",
                    "KmsKeyId": call.input["KmsKeyId"] ?? .null, "CreatedDate": .string(call.now.timestamp),
                ].withoutNulls,
                hidden: ["text": call.input["SecretString"] ?? .null, "token": .string(token)].withoutNulls,
                tags: Call.tags(call.input["Tags"]), createdAt: call.now, visibleAt: call.now + .milliseconds(500)))
        return ["ARN": .string(arn), "Name": .string(name), "VersionId": .string(token)]
    }

    private static func shown(_ secret: CloudObject) -> Value {
        secret.attributes.merging(["Tags": secret.tagList])
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try find(call, cloud)
        return shown(secret).merging(SecretReplicas.shown(secret))
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let includesDeleted = call.input["IncludePlannedDeletion"]?.flag == true
        let secrets = cloud.all(type, call.region).filter { secret in
            guard includesDeleted || secret.status != "deleted" else { return false }
            return (call.input["Filters"]?.elements ?? []).allSatisfy { filter in
                let values = filter["Values"]?.texts ?? []
                return switch filter.text("Key") {
                case "tag-key": values.contains { secret.tags[$0] != nil }
                case "tag-value": secret.tags.values.contains { values.contains($0) }
                case "name": values.contains { secret.id.hasPrefix($0) }
                default: false
                }
            }
        }
        return call.page(secrets.map(shown), items: "SecretList")
    }

    @Sendable private static func getValue(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try live(call, cloud)
        guard let text = secret.hidden["text"] else {
            throw AWSError("ResourceNotFoundException", "Secrets Manager can't find the specified secret value.")
        }
        return [
            "ARN": secret.attributes["ARN"] ?? .null, "Name": .string(secret.id), "SecretString": text,
            "VersionId": secret.hidden["token"] ?? "", "VersionStages": ["AWSCURRENT"],
        ]
    }

    @Sendable private static func putValue(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try live(call, cloud)
        try SecretReplicas.checkPrimary(secret)
        cloud.update(secret.key) { $0.hidden["text"] = call.input["SecretString"] }
        SecretReplicas.follow(secret.key, &cloud)
        return ["ARN": secret.attributes["ARN"] ?? .null, "Name": .string(secret.id)]
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try live(call, cloud)
        try SecretReplicas.checkPrimary(secret)
        cloud.update(secret.key) {
            for name in ["Description", "KmsKeyId"] {
                if let value = call.input[name] { $0.attributes[name] = value }
            }
            if let text = call.input["SecretString"] { $0.hidden["text"] = text }
        }
        SecretReplicas.follow(secret.key, &cloud)
        return ["ARN": secret.attributes["ARN"] ?? .null, "Name": .string(secret.id)]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try live(call, cloud)
        try SecretReplicas.checkDeletable(secret)
        // Without recovery it is gone soon after the call (API reference, DeleteSecret); the fake takes a moment.
        let isForced = call.input["ForceDeleteWithoutRecovery"]?.flag == true
        guard !isForced || call.input["RecoveryWindowInDays"] == nil else {
            throw AWSError(
                "InvalidParameterException",
                "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
        }
        let days = isForced ? 0 : call.input.number("RecoveryWindowInDays") ?? 30
        let date = Value.string((call.now + .hours(24 * days)).timestamp)
        cloud.update(secret.key) {
            $0.status = "deleted"
            $0.attributes["DeletedDate"] = date
        }
        cloud.schedule("secrets.deleted", after: isForced ? .seconds(2) : .hours(24 * days), on: secret.key)
        return ["ARN": secret.attributes["ARN"] ?? .null, "Name": .string(secret.id), "DeletionDate": date]
    }

    @Sendable private static func restore(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try find(call, cloud)
        cloud.update(secret.key) {
            $0.status = ""
            $0.attributes["DeletedDate"] = nil
        }
        return ["ARN": secret.attributes["ARN"] ?? .null, "Name": .string(secret.id)]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try find(call, cloud)
        try SecretReplicas.checkPrimary(secret)
        cloud.update(secret.key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        SecretReplicas.follow(secret.key, &cloud)
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try find(call, cloud)
        try SecretReplicas.checkPrimary(secret)
        cloud.update(secret.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        SecretReplicas.follow(secret.key, &cloud)
        return [:]
    }

    @Sendable private static func randomPassword(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let length = call.input.number("PasswordLength") ?? 32
        let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
        var random = SeededRandom(
            seed: UInt64(cloud.steadyNumber(cloud.freshID("password"), below: Int(UInt32.max))))
        let text = String((0..<length).map { _ in letters[random.below(letters.count)] })
        return ["RandomPassword": .sensitive(Sensitive(text))]
    }
}

extension Dictionary<String, Value> {
    /// An object of the members that are not null.
    var withoutNulls: Value { Value.object(Members(map { ($0.key, $0.value) })).compacted }
}
