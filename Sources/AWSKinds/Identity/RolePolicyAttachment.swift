import CloudCalls
import Providers
import Resources
import Values

/// AWS's own policy attached to a role.
struct RolePolicyAttachment: KindDriver {
    let schema = KindSchema(
        kind: "AWS::IAM::RolePolicyAttachment", service: "iam", identity: .naturalKey,
        rules: ["RoleName", "PolicyArn"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["ListRoles", "ListRoleTags", "GetRole", "ListAttachedRolePolicies"],
        changes: ["AttachRolePolicy"],
        deletes: ["DetachRolePolicy"])

    func naturalKey(of properties: Value) -> String? {
        guard let role = properties.text("RoleName"), let policy = properties.text("PolicyArn") else { return nil }
        return "\(role) \(policy)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var names: [Value] = []
        switch scope {
        case .one(let target):
            names = [
                target.properties["RoleName"]
                    ?? .string(target.physicalID.split(separator: " ").first.map(String.init) ?? "")
            ]
        case .platform: names = try await Role.roles(scope, cloud).compactMap { $0["RoleName"] }
        }
        var found: [Found] = []
        for name in names {
            let attached = try await cloud.pages(
                "iam", "ListAttachedRolePolicies", scope.region, ["RoleName": name], items: "AttachedPolicies",
                marker: "Marker", next: "Marker")
            found += attached.map { policy in
                let key = "\(name.text ?? "") \(policy.text("PolicyArn") ?? "")"
                return Found(
                    physicalID: key, status: .ready,
                    properties: ["RoleName": name, "PolicyArn": policy["PolicyArn"] ?? .null], attributes: [:],
                    naturalKey: key)
            }
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("iam", "AttachRolePolicy", target.region, target.properties)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {}

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("iam", "DetachRolePolicy", target.region, found.properties)
    }
}
