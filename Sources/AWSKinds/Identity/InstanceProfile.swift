import CloudCalls
import Providers
import Resources
import Values

/// An instance profile with its one role.
struct InstanceProfile: KindDriver {
    let schema = KindSchema(
        kind: "AWS::IAM::InstanceProfile", service: "iam",
        identity: .name(property: "InstanceProfileName", limit: 128),
        rules: ["InstanceProfileName", "Path"].map { PropertyRule($0, .replaces) },
        durations: ExpectedDurations(create: .seconds(3)))
    let calls = KindCalls(
        reads: ["ListInstanceProfiles", "GetInstanceProfile", "ListInstanceProfileTags", RoleDetails.call],
        changes: [
            "CreateInstanceProfile", "RemoveRoleFromInstanceProfile", "AddRoleToInstanceProfile", "TagInstanceProfile",
            "UntagInstanceProfile",
        ],
        deletes: ["RemoveRoleFromInstanceProfile", "DeleteInstanceProfile"],
        alsoNeeded: ["iam:PassRole"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var profiles: [Value]
        var known: [String: Value] = [:]
        switch scope {
        case .platform:
            profiles = try await cloud.pages(
                "iam", "ListInstanceProfiles", scope.region,
                ["PathPrefix": .string(Role.path(of: scope.platform))], items: "InstanceProfiles", marker: "Marker",
                next: "Marker")
            for profile in try await RoleDetails.ours(scope, cloud).flatMap({
                $0["InstanceProfileList"]?.elements ?? []
            }) {
                known[profile.text("InstanceProfileName") ?? ""] = profile["Tags"]
            }
        case .one(let target):
            let name = target.properties["InstanceProfileName"] ?? .string(target.physicalID)
            let output = try await cloud.read(
                "iam", "GetInstanceProfile", scope.region, ["InstanceProfileName": name])
            profiles = [output["InstanceProfile"] ?? [:]]
        }
        var found: [Found] = []
        for profile in profiles {
            let name = profile["InstanceProfileName"] ?? .null
            var tags = profile["Tags"] ?? known[name.text ?? ""]
            if tags == nil {
                tags = try await cloud.read(
                    "iam", "ListInstanceProfileTags", scope.region, ["InstanceProfileName": name])["Tags"]
            }
            var properties = EC2Kind.members(["InstanceProfileName", "Path"], of: profile)
            properties["RoleName"] = profile["Roles"]?.elements.first?["RoleName"]
            found.append(
                Found(
                    physicalID: name.text ?? "", status: .ready, properties: properties,
                    attributes: EC2Kind.members(["InstanceProfileName", "Arn"], of: profile),
                    tags: IdentityTags.parse(tags)))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(["InstanceProfileName", "Path"], of: target.properties)
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("iam", "CreateInstanceProfile", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let name: Value = ["InstanceProfileName": .string(found.physicalID)]
        if differences.contains("RoleName") {
            if let old = found.properties["RoleName"] {
                try await cloud.call(
                    "iam", "RemoveRoleFromInstanceProfile", target.region, name.merging(["RoleName": old]))
            }
            try await cloud.call(
                "iam", "AddRoleToInstanceProfile", target.region,
                name.merging(["RoleName": target.properties["RoleName"] ?? .null]))
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "iam", tag: "TagInstanceProfile", untag: "UntagInstanceProfile",
                id: name)
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let name: Value = ["InstanceProfileName": .string(found.physicalID)]
        if let role = found.properties["RoleName"] {
            try await cloud.call(
                "iam", "RemoveRoleFromInstanceProfile", target.region, name.merging(["RoleName": role]))
        }
        try await cloud.call("iam", "DeleteInstanceProfile", target.region, name)
    }
}
