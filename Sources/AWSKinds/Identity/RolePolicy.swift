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
        reads: ["ListRoles", "ListRoleTags", "GetRole", "ListRolePolicies", "GetRolePolicy"],
        changes: ["PutRolePolicy"],
        deletes: ["DeleteRolePolicy"])

    func naturalKey(of properties: Value) -> String? {
        guard let role = properties.text("RoleName"), let name = properties.text("PolicyName") else { return nil }
        return "\(role)/\(name)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var found: [Found] = []
        switch scope {
        case .one(let target):
            let parts = target.physicalID.split(separator: "/").map(String.init)
            let role = target.properties.text("RoleName") ?? parts.first ?? ""
            let name = target.properties.text("PolicyName") ?? parts.last ?? ""
            found.append(try await read(role, name, scope.region, cloud))
        case .platform:
            for role in try await Role.roles(scope, cloud) {
                let names = try await cloud.pages(
                    "iam", "ListRolePolicies", scope.region, ["RoleName": role["RoleName"] ?? .null],
                    items: "PolicyNames", marker: "Marker", next: "Marker")
                for name in names.compactMap(\.text) {
                    found.append(try await read(role.text("RoleName") ?? "", name, scope.region, cloud))
                }
            }
        }
        return found
    }

    private func read(
        _ role: String, _ name: String, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Found {
        let output = try await cloud.read(
            "iam", "GetRolePolicy", region, ["RoleName": .string(role), "PolicyName": .string(name)])
        return Found(
            physicalID: "\(role)/\(name)", status: .ready,
            properties: [
                "RoleName": .string(role), "PolicyName": .string(name),
                "PolicyDocument": PolicyDocument.document(output.text("PolicyDocument")),
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
