import CloudCalls
import Documents
import Values

/// What FakeAWS answers for `kms`: keys, aliases, and the deletion that waits.
enum KMS {
    static let definition = ServiceDefinition(
        service: "kms",
        operations: Ciphertexts.operations.merging([
            "CreateKey": create, "DescribeKey": describe, "ListKeys": list, "ListResourceTags": listTags,
            "GetKeyRotationStatus": rotation, "EnableKeyRotation": enableRotation,
            "DisableKeyRotation": disableRotation, "GetKeyPolicy": getPolicy, "PutKeyPolicy": putPolicy,
            "TagResource": tag, "UntagResource": untag, "ScheduleKeyDeletion": scheduleDeletion,
            "CancelKeyDeletion": cancelDeletion, "EnableKey": enable, "UpdateKeyDescription": updateDescription,
            "CreateAlias": createAlias, "UpdateAlias": updateAlias, "ListAliases": listAliases,
            "DeleteAlias": deleteAlias,
        ]) { first, _ in first },
        events: [
            "kms.deleted": { cloud, event in
                guard cloud.objects[event.key]?.status == "PendingDeletion" else { return }
                cloud.remove(event.key)
            }
        ])

    private static let keyType = "AWS::KMS::Key"
    private static let aliasType = "AWS::KMS::Alias"

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try find(call.required("KeyId"), in: call.region, cloud)
    }

    /// A key by its id, its ARN, or an alias.
    static func find(_ given: String, in region: String, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        var id = String(given.split(separator: "/").last ?? "")
        if given.contains("alias/") {
            let name = "alias/" + (given.components("alias/").last ?? "")
            id = cloud.object(aliasType, region, name)?.attributes.text("TargetKeyId") ?? ""
        }
        guard let key = cloud.object(keyType, region, id) else {
            throw AWSError("NotFoundException", "Key '\(given)' does not exist")
        }
        return key
    }

    private static func metadata(_ key: CloudObject) -> Value {
        key.attributes.merging(["KeyState": .string(key.status), "Enabled": .bool(key.status == "Enabled")])
    }

    private static func usable(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let key = try find(call, cloud)
        guard key.status != "PendingDeletion" else {
            throw AWSError("KMSInvalidStateException", "\(key.attributes.text("Arn") ?? "") is pending deletion.")
        }
        return key
    }

    /// The policy of a key that is created without one (KMS developer guide, "Default key policy").
    private static func defaultPolicy(_ cloud: Cloud) -> Value {
        .string(
            JSON.text(of: [
                "Version": "2012-10-17", "Id": "key-default-1",
                "Statement": [
                    [
                        "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
                        "Principal": ["AWS": .string("arn:aws:iam::\(cloud.account):root")],
                    ]
                ],
            ]))
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let raw = cloud.freshID("", digits: 32)
        let parts = [8, 4, 4, 4, 12].reduce(into: (parts: [String](), rest: Substring(raw))) { state, count in
            state.parts.append(String(state.rest.prefix(count)))
            state.rest = state.rest.dropFirst(count)
        }
        let id = parts.parts.joined(separator: "-")
        var tags: [String: String] = [:]
        for tag in call.input["Tags"]?.elements ?? [] {
            if let key = tag.text("TagKey") { tags[key] = tag.text("TagValue") ?? "" }
        }
        let object = CloudObject(
            CloudObject.Key(keyType, call.region, id), status: "Enabled",
            attributes: [
                "KeyId": .string(id), "Arn": .string("arn:aws:kms:\(call.region):\(cloud.account):key/\(id)"),
                "AWSAccountId": .string(cloud.account), "CreationDate": .string(call.now.timestamp),
                "Description": call.input["Description"] ?? "", "KeyUsage": "ENCRYPT_DECRYPT",
                "KeyManager": "CUSTOMER", "Origin": "AWS_KMS", "KeySpec": "SYMMETRIC_DEFAULT", "MultiRegion": false,
            ], hidden: ["policy": call.input["Policy"] ?? defaultPolicy(cloud), "rotation": false], tags: tags,
            createdAt: call.now,
            visibleAt: call.now + .seconds(1))
        cloud.insert(object)
        return ["KeyMetadata": metadata(object)]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["KeyMetadata": metadata(try find(call, cloud))]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let keys = cloud.all(keyType, call.region).map { key -> Value in
            ["KeyId": .string(key.id), "KeyArn": key.attributes["Arn"] ?? .null]
        }
        var page = call.page(keys, items: "Keys", size: "Limit", marker: "Marker", next: "NextMarker")
        page["Truncated"] = .bool(page["NextMarker"] != nil)
        return page
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let tags = try find(call, cloud).tags.sorted { $0.key < $1.key }
        return [
            "Tags": .list(tags.map { ["TagKey": .string($0.key), "TagValue": .string($0.value)] }), "Truncated": false,
        ]
    }

    @Sendable private static func rotation(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["KeyRotationEnabled": try find(call, cloud).hidden["rotation"] ?? false]
    }

    @Sendable private static func enableRotation(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try usable(call, cloud).key) { $0.hidden["rotation"] = true }
        return [:]
    }

    @Sendable private static func disableRotation(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try usable(call, cloud).key) { $0.hidden["rotation"] = false }
        return [:]
    }

    @Sendable private static func getPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Policy": try find(call, cloud).hidden["policy"] ?? "", "PolicyName": "default"]
    }

    @Sendable private static func putPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let policy = try call.required("Policy")
        cloud.update(try usable(call, cloud).key) { $0.hidden["policy"] = .string(policy) }
        return [:]
    }

    @Sendable private static func updateDescription(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try usable(call, cloud).key) { $0.attributes["Description"] = call.input["Description"] }
        return [:]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let key = try find(call, cloud)
        cloud.update(key.key) {
            for tag in call.input["Tags"]?.elements ?? [] {
                if let name = tag.text("TagKey") { $0.tags[name] = tag.text("TagValue") ?? "" }
            }
        }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let key = try find(call, cloud)
        cloud.update(key.key) { for name in call.input["TagKeys"]?.texts ?? [] { $0.tags[name] = nil } }
        return [:]
    }

    @Sendable private static func scheduleDeletion(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let key = try usable(call, cloud)
        let days = call.input.number("PendingWindowInDays") ?? 30
        guard (7...30).contains(days) else {
            throw AWSError("ValidationException", "PendingWindowInDays must be 7 to 30")
        }
        let date = Value.string((call.now + .hours(24 * days)).timestamp)
        cloud.update(key.key) {
            $0.status = "PendingDeletion"
            $0.attributes["DeletionDate"] = date
        }
        cloud.schedule("kms.deleted", after: .hours(24 * days), on: key.key)
        return [
            "KeyId": key.attributes["Arn"] ?? .null, "KeyState": "PendingDeletion", "DeletionDate": date,
            "PendingWindowInDays": .int(days),
        ]
    }

    @Sendable private static func cancelDeletion(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let key = try find(call, cloud)
        guard key.status == "PendingDeletion" else {
            throw AWSError("KMSInvalidStateException", "\(key.id) is not pending deletion.")
        }
        cloud.update(key.key) {
            $0.status = "Disabled"
            $0.attributes["DeletionDate"] = nil
        }
        return ["KeyId": key.attributes["Arn"] ?? .null]
    }

    @Sendable private static func enable(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try usable(call, cloud).key) { $0.status = "Enabled" }
        return [:]
    }

    // MARK: Aliases

    @Sendable private static func createAlias(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("AliasName")
        guard name.hasPrefix("alias/"), !name.hasPrefix("alias/aws/") else {
            throw AWSError("InvalidAliasNameException", "Alias must start with the prefix \"alias/\"")
        }
        guard cloud.object(aliasType, call.region, name) == nil else {
            throw AWSError("AlreadyExistsException", "An alias with the name \(name) already exists")
        }
        try setAlias(name, &cloud, call)
        return [:]
    }

    private static func setAlias(_ name: String, _ cloud: inout Cloud, _ call: Call) throws(AWSError) {
        let target = try call.required("TargetKeyId")
        let id = String(target.split(separator: "/").last ?? "")
        guard cloud.object(keyType, call.region, id) != nil else {
            throw AWSError("NotFoundException", "Key '\(target)' does not exist")
        }
        cloud.insert(
            CloudObject(
                CloudObject.Key(aliasType, call.region, name),
                attributes: [
                    "AliasName": .string(name), "TargetKeyId": .string(id),
                    "AliasArn": .string("arn:aws:kms:\(call.region):\(cloud.account):\(name)"),
                ], createdAt: call.now))
    }

    @Sendable private static func updateAlias(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("AliasName")
        guard cloud.object(aliasType, call.region, name) != nil else {
            throw AWSError("NotFoundException", "Alias \(name) is not found.")
        }
        try setAlias(name, &cloud, call)
        return [:]
    }

    @Sendable private static func listAliases(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let aliases = cloud.all(aliasType, call.region).map(\.attributes)
        var page = call.page(aliases, items: "Aliases", size: "Limit", marker: "Marker", next: "NextMarker")
        page["Truncated"] = .bool(page["NextMarker"] != nil)
        return page
    }

    @Sendable private static func deleteAlias(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("AliasName")
        guard cloud.object(aliasType, call.region, name) != nil else {
            throw AWSError("NotFoundException", "Alias \(name) is not found.")
        }
        cloud.remove(CloudObject.Key(aliasType, call.region, name))
        return [:]
    }
}
