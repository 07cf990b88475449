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
        reads: [RoleDetails.call, "ListAttachedRolePolicies"],
        changes: ["AttachRolePolicy"],
        deletes: ["DetachRolePolicy"])

    func naturalKey(of properties: Value) -> String? {
        guard let role = properties.text("RoleName"), let policy = properties.text("PolicyArn") else { return nil }
        return "\(role) \(policy)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        switch scope {
        case .one(let target):
            let name =
                target.properties["RoleName"]
                ?? .string(target.physicalID.split(separator: " ").first.map(String.init) ?? "")
            let attached = try await cloud.pages(
                "iam", "ListAttachedRolePolicies", scope.region, ["RoleName": name], items: "AttachedPolicies",
                marker: "Marker", next: "Marker")
            return attached.map { found(name, $0) }
        case .platform:
            return try await RoleDetails.ours(scope, cloud).flatMap { role in
                (role["AttachedManagedPolicies"]?.elements ?? []).map { found(role["RoleName"] ?? .null, $0) }
            }
        }
    }

    private func found(_ role: Value, _ policy: Value) -> Found {
        let key = "\(role.text ?? "") \(policy.text("PolicyArn") ?? "")"
        return Found(
            physicalID: key, status: .ready,
            properties: ["RoleName": role, "PolicyArn": policy["PolicyArn"] ?? .null], attributes: [:], naturalKey: key)
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
