import CloudCalls
import Values

/// What FakeAWS answers for `iam`: roles, inline and attached policies, instance profiles.
///
/// Names are unique without regard to case, and a deletion refuses what is still in use (IAM API reference).
enum IAM {
    static let definition = ServiceDefinition(
        service: "iam",
        operations: [Users.operations, PolicySimulation.operations, ManagedPolicies.operations].reduce(operations) {
            $0.merging($1) { first, _ in first }
        })

    private static let operations: [String: ServiceDefinition.Handler] = [
        "CreateRole": createRole, "GetRole": getRole, "ListRoles": listRoles, "UpdateRole": updateRole,
        "UpdateAssumeRolePolicy": updateTrust, "DeleteRole": deleteRole, "TagRole": tagRole,
        "UntagRole": untagRole, "ListRoleTags": listRoleTags, "PutRolePolicy": putPolicy,
        "GetRolePolicy": getPolicy, "ListRolePolicies": listPolicies, "DeleteRolePolicy": deletePolicy,
        "AttachRolePolicy": attachPolicy, "DetachRolePolicy": detachPolicy,
        "ListAttachedRolePolicies": listAttached, "CreateInstanceProfile": createProfile,
        "GetInstanceProfile": getProfile, "ListInstanceProfiles": listProfiles,
        "ListInstanceProfileTags": listProfileTags, "AddRoleToInstanceProfile": addRole,
        "RemoveRoleFromInstanceProfile": removeRole, "DeleteInstanceProfile": deleteProfile,
        "TagInstanceProfile": tagProfile, "UntagInstanceProfile": untagProfile,
        "GetAccountAuthorizationDetails": AccountDetails.get,
    ]

    static let roleType = "AWS::IAM::Role"
    static let profileType = "AWS::IAM::InstanceProfile"

    private static func find(
        _ type: String, _ member: String, _ call: Call, _ cloud: Cloud
    ) throws(AWSError) -> CloudObject {
        let name = try call.required(member)
        guard let object = cloud.object(type, "global", name.lowercased()) else {
            let what = type == roleType ? "role" : "instance profile"
            throw AWSError("NoSuchEntity", "The \(what) with name \(name) cannot be found.")
        }
        return object
    }

    private static func create(
        _ type: String, _ what: String, _ call: Call, _ cloud: inout Cloud, _ more: Value
    ) throws(AWSError) -> CloudObject {
        let name = try call.required(what + "Name")
        guard name.count <= (type == roleType ? 64 : 128) else {
            throw AWSError("ValidationError", "1 validation error: \(what.lowercased())Name is too long")
        }
        guard cloud.object(type, "global", name.lowercased()) == nil else {
            throw AWSError("EntityAlreadyExists", "\(what) with name \(name) already exists.")
        }
        let path = call.input.text("Path") ?? "/"
        let resource = type == roleType ? "role" : "instance-profile"
        let key = CloudObject.Key(type, "global", name.lowercased())
        let attributes = more.merging([
            what + "Name": .string(name), "Path": .string(path),
            what + "Id": .string(cloud.freshID(type == roleType ? "AROA" : "AIPA")),
            "Arn": .string("arn:aws:iam::\(cloud.account):\(resource)\(path)\(name)"),
            "CreateDate": .string(call.now.timestamp),
        ])
        let object = CloudObject(
            key, attributes: attributes.compacted, tags: Call.tags(call.input["Tags"]), createdAt: call.now,
            visibleAt: call.now + .milliseconds(500))
        cloud.insert(object)
        return object
    }

    // MARK: Roles

    @Sendable private static func createRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let policy = try call.required("AssumeRolePolicyDocument")
        guard policy.contains("\"Statement\"") else {
            throw AWSError("MalformedPolicyDocument", "This policy contains invalid Json")
        }
        let role = try create(
            roleType, "Role", call, &cloud,
            [
                "AssumeRolePolicyDocument": .string(policy), "Description": call.input["Description"] ?? .null,
                "MaxSessionDuration": call.input["MaxSessionDuration"] ?? 3600,
            ])
        return ["Role": shown(role)]
    }

    private static func shown(_ object: CloudObject) -> Value { object.attributes.merging(["Tags": object.tagList]) }

    @Sendable private static func getRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Role": shown(try find(roleType, "RoleName", call, cloud))]
    }

    /// A page of what lies under a path.
    static func list(
        _ type: String, items: String, limit: Int = 100, _ cloud: Cloud, _ call: Call,
        _ transform: (CloudObject) -> Value
    ) -> Value {
        let prefix = call.input.text("PathPrefix") ?? "/"
        let all = cloud.all(type, "global").filter { $0.attributes.text("Path")?.hasPrefix(prefix) == true }
        return page(all.map(transform), items: items, limit: limit, call)
    }

    static func page(_ all: [Value], items: String, limit: Int, _ call: Call) -> Value {
        var page = call.page(all, items: items, size: "MaxItems", limit: limit, marker: "Marker", next: "Marker")
        page["IsTruncated"] = .bool(page["Marker"] != nil)
        return page
    }

    /// Lists leave tags out.
    @Sendable private static func listRoles(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        list(roleType, items: "Roles", cloud, call) { $0.attributes }
    }

    @Sendable private static func updateRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        cloud.update(role.key) {
            for name in ["Description", "MaxSessionDuration"] {
                if let value = call.input[name] { $0.attributes[name] = value }
            }
        }
        return [:]
    }

    @Sendable private static func updateTrust(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        let policy = try call.required("PolicyDocument")
        cloud.update(role.key) { $0.attributes["AssumeRolePolicyDocument"] = .string(policy) }
        return [:]
    }

    @Sendable private static func deleteRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        let name = role.attributes.text("RoleName") ?? ""
        let isUsed = cloud.allEvenHidden(profileType, "global").contains { $0.hidden.text("role") == name }
        guard role.hidden["inline"]?.members.isEmpty ?? true, role.hidden["attached"]?.elements.isEmpty ?? true,
            !isUsed
        else {
            throw AWSError(
                "DeleteConflict", "Cannot delete entity, must detach all policies and remove it from profiles first.")
        }
        cloud.remove(role.key)
        return [:]
    }

    @Sendable private static func tagRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        cloud.update(role.key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func untagRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        cloud.update(role.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }

    @Sendable private static func listRoleTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Tags": try find(roleType, "RoleName", call, cloud).tagList, "IsTruncated": false]
    }

    // MARK: Policies

    @Sendable private static func putPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        let name = try call.required("PolicyName")
        let document = try call.required("PolicyDocument")
        guard document.contains("\"Statement\"") else {
            throw AWSError("MalformedPolicyDocument", "Syntax errors in policy.")
        }
        let shown = "role \(role.attributes.text("RoleName") ?? "")"
        try ManagedPolicies.put(name, document, in: role, limit: 10_240, shown, &cloud)
        return [:]
    }

    @Sendable private static func getPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        let name = try call.required("PolicyName")
        guard let document = role.hidden["inline"]?[name] else {
            throw AWSError("NoSuchEntity", "The role policy with name \(name) cannot be found.")
        }
        return [
            "RoleName": role.attributes["RoleName"] ?? .null, "PolicyName": .string(name), "PolicyDocument": document,
        ]
    }

    @Sendable private static func listPolicies(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        return ["PolicyNames": .strings(role.hidden["inline"]?.members.names ?? []), "IsTruncated": false]
    }

    @Sendable private static func deletePolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        let name = try call.required("PolicyName")
        guard role.hidden["inline"]?[name] != nil else {
            throw AWSError("NoSuchEntity", "The role policy with name \(name) cannot be found.")
        }
        cloud.update(role.key) {
            var inline = $0.hidden["inline"] ?? [:]
            inline[name] = nil
            $0.hidden["inline"] = inline
        }
        return [:]
    }

    @Sendable private static func attachPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        try ManagedPolicies.attach(try call.required("PolicyArn"), to: role, "Role", &cloud)
        return [:]
    }

    @Sendable private static func detachPolicy(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        let arn = try call.required("PolicyArn")
        let attached = role.hidden["attached"]?.texts ?? []
        guard attached.contains(arn) else { throw AWSError("NoSuchEntity", "Policy \(arn) was not found.") }
        cloud.update(role.key) { $0.hidden["attached"] = .strings(attached.filter { $0 != arn }) }
        return [:]
    }

    @Sendable private static func listAttached(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let role = try find(roleType, "RoleName", call, cloud)
        return ["AttachedPolicies": .list(attachedPolicies(role)), "IsTruncated": false]
    }

    static func attachedPolicies(_ role: CloudObject) -> [Value] {
        (role.hidden["attached"]?.texts ?? []).map { arn in
            ["PolicyArn": .string(arn), "PolicyName": .string(String(arn.split(separator: "/").last ?? ""))]
        }
    }

    // MARK: Instance profiles

    @Sendable private static func createProfile(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let profile = try create(profileType, "InstanceProfile", call, &cloud, [:])
        return ["InstanceProfile": shown(profile, cloud)]
    }

    static func shown(_ profile: CloudObject, _ cloud: Cloud, withTags: Bool = true) -> Value {
        let role = profile.hidden.text("role").flatMap { cloud.object(roleType, "global", $0.lowercased()) }
        var value = profile.attributes
        value["Roles"] = .list(role.map { [$0.attributes] } ?? [])
        if withTags { value["Tags"] = profile.tagList }
        return value
    }

    @Sendable private static func getProfile(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["InstanceProfile": shown(try find(profileType, "InstanceProfileName", call, cloud), cloud)]
    }

    @Sendable private static func listProfiles(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let snapshot = cloud
        return list(profileType, items: "InstanceProfiles", cloud, call) { shown($0, snapshot, withTags: false) }
    }

    @Sendable private static func listProfileTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Tags": try find(profileType, "InstanceProfileName", call, cloud).tagList, "IsTruncated": false]
    }

    @Sendable private static func addRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let profile = try find(profileType, "InstanceProfileName", call, cloud)
        let role = try find(roleType, "RoleName", call, cloud)
        guard profile.hidden.text("role") == nil else {
            throw AWSError("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
        }
        cloud.update(profile.key) { $0.hidden["role"] = role.attributes["RoleName"] }
        return [:]
    }

    @Sendable private static func removeRole(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let profile = try find(profileType, "InstanceProfileName", call, cloud)
        let name = try call.required("RoleName")
        guard profile.hidden.text("role")?.lowercased() == name.lowercased() else {
            throw AWSError("NoSuchEntity", "Role \(name) in the instance profile cannot be found.")
        }
        cloud.update(profile.key) { $0.hidden["role"] = nil }
        return [:]
    }

    @Sendable private static func deleteProfile(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let profile = try find(profileType, "InstanceProfileName", call, cloud)
        guard profile.hidden.text("role") == nil else {
            throw AWSError("DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.")
        }
        cloud.remove(profile.key)
        return [:]
    }

    @Sendable private static func tagProfile(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let profile = try find(profileType, "InstanceProfileName", call, cloud)
        cloud.update(profile.key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func untagProfile(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let profile = try find(profileType, "InstanceProfileName", call, cloud)
        cloud.update(profile.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }
}
