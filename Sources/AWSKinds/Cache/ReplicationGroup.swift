import CloudCalls
import Providers
import Resources
import Values

/// A cache of one primary node and its replicas, with cluster mode off.
///
/// AWS allows one change at a time, each of which makes the group `modifying`, so `update` sends one call a look.
/// Source: ElastiCache API reference, `CreateReplicationGroup`, `ModifyReplicationGroup`, `IncreaseReplicaCount`.
struct ReplicationGroup: KindDriver {
    let schema = KindSchema(
        kind: "AWS::ElastiCache::ReplicationGroup", service: "elasticache",
        identity: .name(property: "ReplicationGroupId", limit: 40),
        rules: [
            PropertyRule("ReplicationGroupId", .replaces), PropertyRule("AtRestEncryptionEnabled", .replaces),
            PropertyRule("KmsKeyId", .replaces), PropertyRule("CacheSubnetGroupName", .replaces),
            PropertyRule("Port", .replaces), PropertyRule("SecurityGroupIds", .unordered),
            PropertyRule("AuthToken", .writeOnly), PropertyRule("EngineVersion", .leadingVersion),
            PropertyRule("EngineVersion", .interrupts("FAILS OVER, a few seconds")),
            PropertyRule("Engine", .interrupts("FAILS OVER, a few seconds")),
            PropertyRule("CacheNodeType", .interrupts("FAILS OVER, a few seconds")),
        ],
        durations: ExpectedDurations(
            create: .minutes(8), update: .minutes(5), delete: .minutes(6), deadline: .minutes(60)))
    let calls = KindCalls(
        reads: [
            "DescribeReplicationGroups", "DescribeCacheClusters", "ListTagsForResource",
            TaggedThings.call,
        ],
        changes: [
            "CreateReplicationGroup", "IncreaseReplicaCount", "DecreaseReplicaCount", "ModifyReplicationGroup",
            "AddTagsToResource", "RemoveTagsFromResource", "secretsmanager.GetSecretValue",
        ],
        deletes: ["DeleteReplicationGroup"],
        alsoNeeded: ["iam:CreateServiceLinkedRole", "kms:CreateGrant", "kms:DescribeKey"])

    /// Those of the create call; the modify call takes them under the same names as far as they can change.
    private static let members = [
        "ReplicationGroupId", "ReplicationGroupDescription", "Engine", "EngineVersion", "CacheNodeType",
        "NumCacheClusters", "AutomaticFailoverEnabled", "MultiAZEnabled", "CacheParameterGroupName",
        "CacheSubnetGroupName", "SecurityGroupIds", "AtRestEncryptionEnabled", "TransitEncryptionEnabled",
        "TransitEncryptionMode", "KmsKeyId", "Port", "SnapshotRetentionLimit", "SnapshotWindow",
        "AutoMinorVersionUpgrade", "PreferredMaintenanceWindow",
    ]

    func normalized(_ properties: Value) -> Value {
        DatabaseGroup.lowercased(
            ["ReplicationGroupId", "CacheSubnetGroupName", "CacheParameterGroupName"], in: properties)
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await ReplicationGroupReader(scope: scope, cloud: cloud).groups()
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(Self.members, of: target.properties)
        if case .secret(let reference)? = target.properties["AuthToken"] {
            input["AuthToken"] = .sensitive(try await cloud.secret(reference))
        }
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("elasticache", "CreateReplicationGroup", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let count = differences.contains("NumCacheClusters") ? target.properties.number("NumCacheClusters") : nil
        let members = found.properties.number("NumCacheClusters") ?? 1
        let others = differences.filter { $0 != "Tags" && $0 != "NumCacheClusters" }
        // Failover needs a replica: new ones come before it is switched on, old ones go after it was switched off.
        if let count, count > members {
            try await setReplicas("IncreaseReplicaCount", count, target, found, cloud)
        } else if !others.isEmpty {
            try await modify(target, found, others, cloud)
        } else if let count {
            try await setReplicas("DecreaseReplicaCount", count, target, found, cloud)
        } else if differences.contains("Tags") {
            try await updateTags(target, found, cloud)
        }
    }

    private func setReplicas(
        _ operation: String, _ count: Int, _ target: Target, _ found: Found, _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await cloud.call(
            "elasticache", operation, target.region,
            [
                "ReplicationGroupId": .string(found.physicalID), "NewReplicaCount": .int(count - 1),
                "ApplyImmediately": true,
            ])
    }

    private func modify(
        _ target: Target, _ found: Found, _ changed: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        var names = Set(changed)
        // Another engine or version may need a parameter group of another family, and a new engine its version.
        if names.contains("Engine") { names.insert("EngineVersion") }
        if names.contains("EngineVersion") { names.insert("CacheParameterGroupName") }
        var input = EC2Kind.members(names.sorted(), of: target.properties)
        input["ReplicationGroupId"] = .string(found.physicalID)
        input["ApplyImmediately"] = true
        if names.contains("TransitEncryptionEnabled") || names.contains("TransitEncryptionMode") {
            setTransit(in: &input, target, found)
        }
        try await cloud.call("elasticache", "ModifyReplicationGroup", target.region, input)
    }

    /// In-transit encryption goes on and off by way of the mode `preferred`, in which clients may do either.
    private func setTransit(in input: inout Value, _ target: Target, _ found: Found) {
        let isOn = found.properties["TransitEncryptionEnabled"]?.flag == true
        let isWanted = target.properties["TransitEncryptionEnabled"]?.flag ?? isOn
        input["TransitEncryptionEnabled"] = nil
        switch (isOn, isWanted) {
        case (false, true):
            input["TransitEncryptionEnabled"] = true
            input["TransitEncryptionMode"] = "preferred"
        case (true, false) where found.properties.text("TransitEncryptionMode") == "preferred":
            input["TransitEncryptionEnabled"] = false
            input["TransitEncryptionMode"] = nil
        case (true, false): input["TransitEncryptionMode"] = "preferred"
        default: break
        }
    }

    /// Surplus tags go at a later look than new ones come, since either makes the group unavailable for a moment.
    private func updateTags(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let wanted = Dictionary(IdentityTags.tags(for: target).map { ($0.key, $0.value) }) { $1 }
        let actual = found.tags ?? [:]
        let missing = wanted.filter { $0.key != IdentityTags.phase && actual[$0.key] != $0.value }
        let name: Value = ["ResourceName": found.attributes["Arn"] ?? .null]
        if !missing.isEmpty {
            let tags = missing.sorted { $0.key < $1.key }.map { pair -> Value in
                ["Key": .string(pair.key), "Value": .string(pair.value)]
            }
            try await cloud.call(
                "elasticache", "AddTagsToResource", target.region, name.merging(["Tags": .list(tags)]))
            return
        }
        let surplus = IdentityTags.surplus(actual, for: target)
        guard !surplus.isEmpty else { return }
        try await cloud.call(
            "elasticache", "RemoveTagsFromResource", target.region, name.merging(["TagKeys": .strings(surplus)]))
    }

    /// A cache can be made anew, so no snapshot stays behind.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elasticache", "DeleteReplicationGroup", target.region, ["ReplicationGroupId": .string(found.physicalID)])
    }
}
