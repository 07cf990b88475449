import CloudCalls
import Providers
import Resources
import Values

/// The subnets of a database. Source: RDS API reference, `CreateDBSubnetGroup`.
struct DatabaseSubnetGroup: KindDriver {
    let schema = KindSchema(
        kind: "AWS::RDS::DBSubnetGroup", service: "rds", identity: .name(property: "DBSubnetGroupName", limit: 255),
        rules: [PropertyRule("DBSubnetGroupName", .replaces), PropertyRule("SubnetIds", .unordered)],
        durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeDBSubnetGroups", "ListTagsForResource", TaggedThings.call],
        changes: ["CreateDBSubnetGroup", "ModifyDBSubnetGroup", "AddTagsToResource", "RemoveTagsFromResource"],
        deletes: ["DeleteDBSubnetGroup"])

    func normalized(_ properties: Value) -> Value {
        DatabaseGroup.lowercased(["DBSubnetGroupName"], in: properties)
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await DatabaseGroup.groups(
            scope, cloud, describe: "DescribeDBSubnetGroups", items: "DBSubnetGroups", name: "DBSubnetGroupName",
            arn: "DBSubnetGroupArn"
        ).map { group, tags in
            var properties = EC2Kind.members(["DBSubnetGroupName", "DBSubnetGroupDescription"], of: group)
            properties["SubnetIds"] = .strings(
                (group["Subnets"]?.elements ?? []).compactMap { $0.text("SubnetIdentifier") })
            return Found(
                physicalID: group.text("DBSubnetGroupName") ?? "", status: .ready, properties: properties,
                attributes: [
                    "DBSubnetGroupName": group["DBSubnetGroupName"] ?? .null, "Arn": group["DBSubnetGroupArn"] ?? .null,
                ], tags: tags)
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "rds", "CreateDBSubnetGroup", target.region,
            target.properties.merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains(where: { $0 != "Tags" }) {
            try await cloud.call("rds", "ModifyDBSubnetGroup", target.region, target.properties)
        }
        if differences.contains("Tags") { try await DatabaseGroup.updateTags(target, found, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "rds", "DeleteDBSubnetGroup", target.region, ["DBSubnetGroupName": .string(found.physicalID)])
    }
}
