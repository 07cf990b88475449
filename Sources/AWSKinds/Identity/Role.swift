import CloudCalls
import Providers
import Resources
import Values

/// An IAM role. All of a platform's lie under one path, so that one list finds them; lists leave tags out.
struct Role: KindDriver {
    let schema = KindSchema(
        kind: "AWS::IAM::Role", service: "iam", identity: .name(property: "RoleName", limit: 64),
        rules: [PropertyRule("RoleName", .replaces), PropertyRule("Path", .replaces)],
        durations: ExpectedDurations(create: .seconds(3)))
    let calls = KindCalls(
        reads: ["ListRoles", "GetRole", "ListRoleTags", RoleDetails.call],
        changes: ["CreateRole", "UpdateAssumeRolePolicy", "UpdateRole", "TagRole", "UntagRole"],
        deletes: ["DeleteRole"])

    /// The path of a platform's roles and profiles.
    static func path(of platform: String) -> String { "/reconcile/\(platform)/" }

    static func roles(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        try await cloud.pages(
            "iam", "ListRoles", scope.region, ["PathPrefix": .string(path(of: scope.platform))], items: "Roles",
            marker: "Marker", next: "Marker")
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var roles: [Value]
        var known: [String: Value] = [:]
        switch scope {
        case .platform:
            roles = try await Self.roles(scope, cloud)
            for role in try await RoleDetails.ours(scope, cloud) { known[role.text("RoleName") ?? ""] = role["Tags"] }
        case .one(let target):
            let name = target.properties["RoleName"] ?? .string(target.physicalID)
            let output = try await cloud.read("iam", "GetRole", scope.region, ["RoleName": name])
            roles = [output["Role"] ?? [:]]
        }
        var found: [Found] = []
        for role in roles {
            var tags = role["Tags"] ?? known[role.text("RoleName") ?? ""]
            if tags == nil {
                tags = try await cloud.read(
                    "iam", "ListRoleTags", scope.region, ["RoleName": role["RoleName"] ?? .null])["Tags"]
            }
            var properties = EC2Kind.members(["RoleName", "Path", "Description", "MaxSessionDuration"], of: role)
            properties["AssumeRolePolicyDocument"] = PolicyDocument.document(role.text("AssumeRolePolicyDocument"))
            found.append(
                Found(
                    physicalID: role.text("RoleName") ?? "", status: .ready, properties: properties,
                    attributes: EC2Kind.members(["RoleName", "Arn"], of: role), tags: IdentityTags.parse(tags)))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(
            ["RoleName", "Path", "Description", "MaxSessionDuration"], of: target.properties)
        input["AssumeRolePolicyDocument"] = PolicyDocument.text(of: target.properties["AssumeRolePolicyDocument"])
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("iam", "CreateRole", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let name = Value.string(found.physicalID)
        if differences.contains("AssumeRolePolicyDocument") {
            try await cloud.call(
                "iam", "UpdateAssumeRolePolicy", target.region,
                [
                    "RoleName": name,
                    "PolicyDocument": PolicyDocument.text(of: target.properties["AssumeRolePolicyDocument"]),
                ])
        }
        if differences.contains("Description") || differences.contains("MaxSessionDuration") {
            try await cloud.call(
                "iam", "UpdateRole", target.region,
                EC2Kind.members(["Description", "MaxSessionDuration"], of: target.properties)
                    .merging(["RoleName": name]))
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "iam", tag: "TagRole", untag: "UntagRole", id: ["RoleName": name])
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("iam", "DeleteRole", target.region, ["RoleName": .string(found.physicalID)])
    }
}
