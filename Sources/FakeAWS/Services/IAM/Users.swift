import CloudCalls
import Digests
import Values

/// Users, their access keys (two at most), and the policies inside of and attached to them.
///
/// Source: IAM API reference.
enum Users {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateUser": create, "GetUser": get, "ListUsers": list, "DeleteUser": delete, "TagUser": tag,
        "UntagUser": untag, "ListUserTags": listTags, "CreateAccessKey": createKey, "ListAccessKeys": listKeys,
        "UpdateAccessKey": updateKey, "DeleteAccessKey": deleteKey, "GetAccessKeyLastUsed": lastUsed,
        "PutUserPolicy": putPolicy, "GetUserPolicy": getPolicy, "ListUserPolicies": listPolicies,
        "DeleteUserPolicy": deletePolicy, "AttachUserPolicy": attach, "DetachUserPolicy": detach,
        "ListAttachedUserPolicies": listAttached, "ListGroupsForUser": listGroups,
    ]
    static let type = "AWS::IAM::User"
    static let keyType = "AWS::IAM::AccessKey"

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("UserName")
        guard let user = cloud.object(type, "global", name.lowercased()) else {
            throw AWSError("NoSuchEntity", "The user with name \(name) cannot be found.")
        }
        return user
    }

    // MARK: Users

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("UserName")
        guard name.count <= 64 else { throw AWSError("ValidationError", "1 validation error: userName is too long") }
        guard cloud.object(type, "global", name.lowercased()) == nil else {
            throw AWSError("EntityAlreadyExists", "User with name \(name) already exists.")
        }
        let path = call.input.text("Path") ?? "/"
        let user = CloudObject(
            CloudObject.Key(type, "global", name.lowercased()),
            attributes: [
                "UserName": .string(name), "Path": .string(path), "UserId": .string(cloud.freshID("AIDA")),
                "Arn": .string("arn:aws:iam::\(cloud.account):user\(path)\(name)"),
                "CreateDate": .string(call.now.timestamp),
            ], tags: Call.tags(call.input["Tags"]), createdAt: call.now)
        cloud.insert(user)
        return ["User": shown(user)]
    }

    private static func shown(_ user: CloudObject) -> Value { user.attributes.merging(["Tags": user.tagList]) }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["User": shown(try find(call, cloud))]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        IAM.list(type, items: "Users", limit: 1000, cloud, call, \.attributes)
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        guard keys(of: user, cloud).isEmpty else {
            throw AWSError("DeleteConflict", "Cannot delete entity, must delete access keys first.")
        }
        guard user.hidden["inline"]?.members.isEmpty ?? true, user.hidden["attached"]?.elements.isEmpty ?? true else {
            throw AWSError("DeleteConflict", "Cannot delete entity, must detach all policies first.")
        }
        cloud.remove(user.key)
        return [:]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try find(call, cloud).key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        cloud.update(user.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Tags": try find(call, cloud).tagList, "IsTruncated": false]
    }

    @Sendable private static func listGroups(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        _ = try find(call, cloud)
        return ["Groups": [], "IsTruncated": false]
    }

    // MARK: Access keys

    private static func keys(of user: CloudObject, _ cloud: Cloud) -> [CloudObject] {
        cloud.allEvenHidden(keyType, "global").filter { $0.attributes["UserName"] == user.attributes["UserName"] }
    }

    @Sendable private static func createKey(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        guard keys(of: user, cloud).count < 2 else {
            throw AWSError("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2")
        }
        let id = cloud.freshID("AKIA", digits: 16).uppercased()
        let key = CloudObject(
            CloudObject.Key(keyType, "global", id),
            attributes: [
                "UserName": user.attributes["UserName"] ?? .null, "AccessKeyId": .string(id), "Status": "Active",
                "CreateDate": .string(call.now.timestamp),
            ], createdAt: call.now)
        cloud.insert(key)
        // Told this once and never kept (CreateAccessKey).
        return ["AccessKey": key.attributes.merging(["SecretAccessKey": .sensitive(secret(of: id))])]
    }

    static func secret(of id: String) -> Sensitive {
        Sensitive(String(Base64.encode(SHA256Digest.bytes(Array("secret of \(id)".utf8))).prefix(40)))
    }

    private static func findKey(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let id = try call.required("AccessKeyId")
        guard let key = cloud.object(keyType, "global", id) else {
            throw AWSError("NoSuchEntity", "The Access Key with id \(id) cannot be found.")
        }
        return key
    }

    @Sendable private static func listKeys(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        return ["AccessKeyMetadata": .list(keys(of: user, cloud).map(\.attributes)), "IsTruncated": false]
    }

    @Sendable private static func updateKey(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let key = try findKey(call, cloud)
        let status = try call.required("Status")
        guard ["Active", "Inactive"].contains(status) else {
            throw AWSError("ValidationError", "1 validation error: status is Active or Inactive")
        }
        cloud.update(key.key) { $0.attributes["Status"] = .string(status) }
        return [:]
    }

    @Sendable private static func deleteKey(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.remove(try findKey(call, cloud).key)
        return [:]
    }

    @Sendable private static func lastUsed(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        [
            "UserName": try findKey(call, cloud).attributes["UserName"] ?? .null,
            "AccessKeyLastUsed": ["ServiceName": "N/A", "Region": "N/A"],
        ]
    }

    // MARK: Policies

    @Sendable private static func putPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        let (name, document) = (try call.required("PolicyName"), try call.required("PolicyDocument"))
        guard PolicyText(document) != nil else {
            throw AWSError("MalformedPolicyDocument", "Syntax errors in policy.")
        }
        let shown = "user \(user.attributes.text("UserName") ?? "")"
        try ManagedPolicies.put(name, document, in: user, limit: 2048, shown, &cloud)
        return [:]
    }

    private static func inline(_ call: Call, _ cloud: Cloud) throws(AWSError) -> (CloudObject, String, Value) {
        let user = try find(call, cloud)
        let name = try call.required("PolicyName")
        guard let document = user.hidden["inline"]?[name] else {
            throw AWSError("NoSuchEntity", "The user policy with name \(name) cannot be found.")
        }
        return (user, name, document)
    }

    @Sendable private static func getPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let (user, name, document) = try inline(call, cloud)
        return [
            "UserName": user.attributes["UserName"] ?? .null, "PolicyName": .string(name), "PolicyDocument": document,
        ]
    }

    @Sendable private static func listPolicies(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        return ["PolicyNames": .strings(user.hidden["inline"]?.members.names ?? []), "IsTruncated": false]
    }

    @Sendable private static func deletePolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let (user, name, _) = try inline(call, cloud)
        cloud.update(user.key) { $0.hidden["inline"]?[name] = nil }
        return [:]
    }

    @Sendable private static func attach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        try ManagedPolicies.attach(try call.required("PolicyArn"), to: user, "User", &cloud)
        return [:]
    }

    @Sendable private static func detach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let user = try find(call, cloud)
        let arn = try call.required("PolicyArn")
        let attached = user.hidden["attached"]?.texts ?? []
        guard attached.contains(arn) else { throw AWSError("NoSuchEntity", "Policy \(arn) was not found.") }
        cloud.update(user.key) { $0.hidden["attached"] = .strings(attached.filter { $0 != arn }) }
        return [:]
    }

    @Sendable private static func listAttached(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["AttachedPolicies": .list(IAM.attachedPolicies(try find(call, cloud))), "IsTruncated": false]
    }
}
