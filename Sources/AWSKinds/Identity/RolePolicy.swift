import CloudCalls
import Providers
import Resources
import Values

/// A policy inside a role.
struct RolePolicy: KindDriver {
    let schema = KindSchema(
        kind: "AWS::IAM::RolePolicy", service: "iam", identity: .naturalKey,
        rules: ["RoleName", "PolicyName"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: [RoleDetails.call, "GetRolePolicy"],
        changes: ["PutRolePolicy"],
        deletes: ["DeleteRolePolicy"])

    func naturalKey(of properties: Value) -> String? {
        guard let role = properties.text("RoleName"), let name = properties.text("PolicyName") else { return nil }
        return "\(role)/\(name)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        switch scope {
        case .one(let target):
            let parts = target.physicalID.split(separator: "/").map(String.init)
            let role = target.properties.text("RoleName") ?? parts.first ?? ""
            let name = target.properties.text("PolicyName") ?? parts.last ?? ""
            let output = try await cloud.read(
                "iam", "GetRolePolicy", scope.region, ["RoleName": .string(role), "PolicyName": .string(name)])
            return [found(role, name, output)]
        case .platform:
            return try await RoleDetails.ours(scope, cloud).flatMap { role in
                (role["RolePolicyList"]?.elements ?? []).map {
                    found(role.text("RoleName") ?? "", $0.text("PolicyName") ?? "", $0)
                }
            }
        }
    }

    private func found(_ role: String, _ name: String, _ policy: Value) -> Found {
        Found(
            physicalID: "\(role)/\(name)", status: .ready,
            properties: [
                "RoleName": .string(role), "PolicyName": .string(name),
                "PolicyDocument": PolicyDocument.document(policy.text("PolicyDocument")),
            ], attributes: [:], naturalKey: "\(role)/\(name)")
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(["RoleName", "PolicyName"], of: target.properties)
        input["PolicyDocument"] = PolicyDocument.text(of: target.properties["PolicyDocument"])
        try await cloud.call("iam", "PutRolePolicy", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await create(target, cloud)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "iam", "DeleteRolePolicy", target.region, EC2Kind.members(["RoleName", "PolicyName"], of: found.properties))
    }
}
