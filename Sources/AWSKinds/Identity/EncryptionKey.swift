import CloudCalls
import Providers
import Resources
import Values

/// A KMS key. It has no name: its tags are its identity, and one that waits for its deletion is taken back.
struct EncryptionKey: KindDriver {
    let schema = KindSchema(
        kind: "AWS::KMS::Key", service: "kms", identity: .tags, durations: ExpectedDurations(create: .seconds(3)))
    let calls = KindCalls(
        reads: [
            "ListKeys", "ListResourceTags", "DescribeKey", "GetKeyRotationStatus", "GetKeyPolicy", TaggedThings.call,
        ],
        changes: [
            "CreateKey", "EnableKey", "CancelKeyDeletion", "EnableKeyRotation", "DisableKeyRotation", "PutKeyPolicy",
            "UpdateKeyDescription", "TagResource", "UntagResource",
        ],
        deletes: ["ScheduleKeyDeletion"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await keys(scope, cloud).filter { $0.attributes.text("KeyState") != "PendingDeletion" }
    }

    /// A key that waits for its deletion is free of charge (https://aws.amazon.com/kms/pricing).
    func leftovers(
        of platform: String, region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Leftover] {
        try await keys(.platform(platform, region: region), cloud)
            .filter { $0.attributes.text("KeyState") == "PendingDeletion" }
            .map { key in
                Leftover(
                    kind: schema.kind, region: region, physicalID: key.physicalID,
                    endsAt: key.attributes.text("DeletionDate").flatMap { Instant(timestamp: $0) },
                    note: "free of charge, and the next apply takes it back")
            }
    }

    private func keys(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let keys = try await cloud.pages(
            "kms", "ListKeys", scope.region, [:], items: "Keys", marker: "Marker", next: "NextMarker")
        let things = try await TaggedThings(scope, cloud)
        var found: [Found] = []
        for key in keys {
            let id: Value = ["KeyId": key["KeyId"] ?? .null]
            let tags = try await things.tags(key.text("KeyArn") ?? "") { () async throws(AWSError) in
                try await Self.tags(id, scope.region, cloud)
            }
            guard tags[IdentityTags.platform] == scope.platform else { continue }
            if case .one(let target) = scope, tags[IdentityTags.address] != target.address.text { continue }
            let metadata = try await cloud.read("kms", "DescribeKey", scope.region, id)["KeyMetadata"] ?? [:]
            var properties = EC2Kind.members(["Description"], of: metadata)
            let state = metadata.text("KeyState") ?? ""
            if state != "PendingDeletion" {
                properties["EnableKeyRotation"] =
                    try await cloud.read("kms", "GetKeyRotationStatus", scope.region, id)["KeyRotationEnabled"]
                let policy = try await cloud.read(
                    "kms", "GetKeyPolicy", scope.region, id.merging(["PolicyName": "default"]))
                properties["KeyPolicy"] = PolicyDocument.document(policy.text("Policy"))
            }
            properties["IsEnabled"] = .bool(state == "Enabled")
            found.append(
                Found(
                    physicalID: metadata.text("KeyId") ?? "", status: .ready, properties: properties,
                    attributes: EC2Kind.members(["KeyId", "Arn", "KeyState", "DeletionDate"], of: metadata), tags: tags)
            )
        }
        return found
    }

    func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        let metadata =
            try await cloud.read(
                "kms", "DescribeKey", target.region, ["KeyId": .string(target.physicalID)])["KeyMetadata"] ?? [:]
        let id = metadata.text("KeyId") ?? ""
        return Found(
            physicalID: id, status: .ready, properties: [:], attributes: [:],
            tags: try await Self.tags(["KeyId": .string(id)], target.region, cloud))
    }

    private static func tags(
        _ id: Value, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [String: String] {
        var tags: [String: String] = [:]
        for tag in try await cloud.read("kms", "ListResourceTags", region, id)["Tags"]?.elements ?? [] {
            if let name = tag.text("TagKey") { tags[name] = tag.text("TagValue") ?? "" }
        }
        return tags
    }

    func normalized(_ properties: Value) -> Value { properties.merging(["IsEnabled": true]) }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let waiting = try await keys(.one(target), cloud).first {
            $0.attributes.text("KeyState") == "PendingDeletion"
                && $0.tags?[IdentityTags.generation] == String(target.generation)
        }
        if let waiting {
            try await cloud.call(
                "kms", "CancelKeyDeletion", target.region, ["KeyId": .string(waiting.physicalID)])
            return
        }
        try await cloud.call(
            "kms", "CreateKey", target.region,
            [
                "Description": target.properties["Description"] ?? .null,
                "Policy": PolicyDocument.text(of: target.properties["KeyPolicy"]), "Tags": tags(target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let id: Value = ["KeyId": .string(found.physicalID)]
        if differences.contains("IsEnabled") { try await cloud.call("kms", "EnableKey", target.region, id) }
        if differences.contains("EnableKeyRotation") {
            let isOn = target.properties["EnableKeyRotation"]?.flag == true
            try await cloud.call("kms", isOn ? "EnableKeyRotation" : "DisableKeyRotation", target.region, id)
        }
        if differences.contains("KeyPolicy") {
            try await cloud.call(
                "kms", "PutKeyPolicy", target.region,
                id.merging([
                    "PolicyName": "default", "Policy": PolicyDocument.text(of: target.properties["KeyPolicy"]),
                ]))
        }
        if differences.contains("Description") {
            try await cloud.call(
                "kms", "UpdateKeyDescription", target.region,
                id.merging(["Description": target.properties["Description"] ?? ""]))
        }
        if differences.contains("Tags") { try await updateTags(target, found, cloud) }
    }

    private func tags(_ target: Target) -> Value {
        .list(
            IdentityTags.tags(for: target).map { ["TagKey": .string($0.key), "TagValue": .string($0.value)] })
    }

    private func updateTags(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let id: Value = ["KeyId": .string(found.physicalID)]
        try await cloud.call("kms", "TagResource", target.region, id.merging(["Tags": tags(target)]))
        let surplus = IdentityTags.surplus(found.tags, for: target)
        guard !surplus.isEmpty else { return }
        try await cloud.call("kms", "UntagResource", target.region, id.merging(["TagKeys": .strings(surplus)]))
    }

    /// Deletion waits for 30 days, the longest that AWS allows, in which `apply` takes the key back: a final snapshot
    /// can't be read without it.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "kms", "ScheduleKeyDeletion", target.region,
            ["KeyId": .string(found.physicalID), "PendingWindowInDays": 30])
    }
}
