import CloudCalls
import Values

/// Copies of a secret in other regions: read there, changed only where the primary is.
///
/// Source: Secrets Manager API reference, `ReplicateSecretToRegions`, `RemoveRegionsFromReplication` and
/// `StopReplicationToReplica`, and its user guide, "Replicate AWS Secrets Manager secrets across Regions".
enum SecretReplicas {
    static let operations: [String: ServiceDefinition.Handler] = [
        "ReplicateSecretToRegions": replicate, "RemoveRegionsFromReplication": remove,
        "StopReplicationToReplica": promote,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = ["secrets.replicated": arrived]

    /// The guide gives no time; a copy is seconds away as a rule.
    private static let span = TimeSpan.seconds(10)

    /// A primary's copies by region, each as `ReplicationStatus` shows it.
    private static func copies(_ primary: CloudObject) -> [Value] { primary.hidden["replicas"]?.elements ?? [] }

    static func isReplica(_ secret: CloudObject) -> Bool {
        secret.attributes.text("PrimaryRegion").map { $0 != secret.region } ?? false
    }

    /// What changes a secret works on its primary alone; the words are those of aws-nuke's issue 1127.
    static func checkPrimary(_ secret: CloudObject) throws(AWSError) {
        guard isReplica(secret) else { return }
        throw AWSError(
            "InvalidParameterException",
            "Operation not permitted on a replica secret. Call must be made in primary secret's region.")
    }

    /// A primary goes only when its copies are gone.
    static func checkDeletable(_ secret: CloudObject) throws(AWSError) {
        try checkPrimary(secret)
        let regions = copies(secret).compactMap { $0.text("Region") }
        guard regions.isEmpty else {
            throw AWSError(
                "InvalidParameterException",
                "You can't delete secret \(secret.attributes.text("ARN") ?? "") that still has replica regions [\(regions.joined(separator: ", "))]"
            )
        }
    }

    /// What `DescribeSecret` says of copies.
    static func shown(_ secret: CloudObject) -> Value {
        let copies = copies(secret)
        return copies.isEmpty ? [:] : ["ReplicationStatus": .list(copies)]
    }

    private static func status(_ secret: CloudObject) -> Value {
        ["ARN": secret.attributes["ARN"] ?? .null, "ReplicationStatus": .list(copies(secret))]
    }

    @Sendable private static func replicate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try SecretsManager.live(call, cloud)
        try checkPrimary(secret)
        let wanted = call.input["AddReplicaRegions"]?.elements ?? []
        var all = copies(secret)
        for one in wanted {
            let region = one.text("Region") ?? ""
            guard region != call.region else {
                throw AWSError("InvalidParameterException", "Invalid replica region: \(region) is the primary's.")
            }
            guard !all.contains(where: { $0.text("Region") == region }) else {
                throw AWSError("InvalidParameterException", "The secret is already replicated to \(region).")
            }
            var copy: Value = ["Region": .string(region), "Status": "InProgress"]
            copy["KmsKeyId"] = one["KmsKeyId"] ?? "alias/aws/secretsmanager"
            let key = CloudObject.Key(SecretsManager.type, region, secret.id)
            let isForced = call.input["ForceOverwriteReplicaSecret"]?.flag == true
            let parts = one.text("KmsKeyId")?.components(":") ?? []
            if cloud.objects[key] != nil, !isForced {
                copy["Status"] = "Failed"
                copy["StatusMessage"] = .string(
                    "Replication failed: Secret name \(secret.id) already exists in region \(region).")
            } else if parts.count > 5, parts[3] != region {
                copy["Status"] = "Failed"
                copy["StatusMessage"] = "Replication failed: the KMS key is not in the replica's region."
            } else {
                cloud.schedule("secrets.replicated", after: span, on: secret.key, ["region": .string(region)])
            }
            all.append(copy)
        }
        cloud.update(secret.key) {
            $0.hidden["replicas"] = .list(all)
            $0.attributes["PrimaryRegion"] = .string(call.region)
        }
        return status(try SecretsManager.live(call, cloud))
    }

    /// The copy is there, under the primary's name, suffix and tags.
    private static func arrived(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let primary = cloud.objects[event.key], let region = event.argument.text("region"),
            let copy = copies(primary).first(where: { $0.text("Region") == region })
        else { return }
        guard !cloud.faults.cutRegions.contains(region), !cloud.faults.cutRegions.contains(primary.region) else {
            cloud.schedule("secrets.replicated", after: span, on: event.key, event.argument)
            return
        }
        var attributes = primary.attributes
        let arn = primary.attributes.text("ARN") ?? ""
        attributes["ARN"] = .string(arn.components(":\(primary.region):").joined(separator: ":\(region):"))
        attributes["KmsKeyId"] = copy["KmsKeyId"]
        let key = CloudObject.Key(SecretsManager.type, region, primary.id)
        cloud.remove(key)
        cloud.insert(
            CloudObject(
                key, attributes: attributes, hidden: ["text": primary.hidden["text"] ?? .null].withoutNulls,
                tags: primary.tags, createdAt: cloud.now))
        cloud.update(primary.key) {
            $0.hidden["replicas"] = .list(
                copies($0).map { $0.text("Region") == region ? $0.merging(["Status": "InSync"]) : $0 })
        }
    }

    /// What changed in a primary is soon the same in its copies; the fake takes no time for it.
    static func follow(_ primary: CloudObject.Key, _ cloud: inout Cloud) {
        guard let secret = cloud.objects[primary] else { return }
        for copy in copies(secret) {
            let region = copy.text("Region") ?? ""
            guard copy.text("Status") == "InSync", !cloud.faults.cutRegions.contains(region) else { continue }
            cloud.update(CloudObject.Key(SecretsManager.type, region, secret.id)) {
                $0.hidden["text"] = secret.hidden["text"]
                $0.attributes["Description"] = secret.attributes["Description"]
                $0.tags = secret.tags
            }
        }
    }

    @Sendable private static func remove(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try SecretsManager.live(call, cloud)
        try checkPrimary(secret)
        let regions = call.input["RemoveReplicaRegions"]?.texts ?? []
        var all = copies(secret)
        for region in regions {
            guard let copy = all.first(where: { $0.text("Region") == region }) else {
                throw AWSError("InvalidParameterException", "The secret is not replicated to \(region).")
            }
            all.removeAll { $0.text("Region") == region }
            // One that failed has left another's secret of the same name alone.
            if copy.text("Status") != "Failed" {
                cloud.remove(CloudObject.Key(SecretsManager.type, region, secret.id))
            }
        }
        keep(all, of: secret.key, &cloud)
        return status(try SecretsManager.live(call, cloud))
    }

    /// What is left of a primary's copies; without any it is a secret like others.
    private static func keep(_ copies: [Value], of primary: CloudObject.Key, _ cloud: inout Cloud) {
        cloud.update(primary) {
            $0.hidden["replicas"] = copies.isEmpty ? nil : .list(copies)
            if copies.isEmpty { $0.attributes["PrimaryRegion"] = nil }
        }
    }

    /// Makes a copy a secret of its own, in its region.
    @Sendable private static func promote(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let secret = try SecretsManager.live(call, cloud)
        guard isReplica(secret), let home = secret.attributes.text("PrimaryRegion") else {
            throw AWSError("InvalidRequestException", "The secret \(secret.id) is not a replica.")
        }
        cloud.update(secret.key) { $0.attributes["PrimaryRegion"] = nil }
        let primary = CloudObject.Key(SecretsManager.type, home, secret.id)
        let left = cloud.objects[primary].map(copies) ?? []
        keep(left.filter { $0.text("Region") != call.region }, of: primary, &cloud)
        return ["ARN": secret.attributes["ARN"] ?? .null]
    }
}
