import CloudCalls
import Providers
import Resources
import Values

/// The subnets of a cache; its text is called `Description`, as in CloudFormation.
///
/// Source: ElastiCache API reference, `CreateCacheSubnetGroup`.
struct CacheSubnetGroup: KindDriver {
    let schema = KindSchema(
        kind: "AWS::ElastiCache::SubnetGroup", service: "elasticache",
        identity: .name(property: "CacheSubnetGroupName", limit: 255),
        rules: [PropertyRule("CacheSubnetGroupName", .replaces), PropertyRule("SubnetIds", .unordered)],
        durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeCacheSubnetGroups", "ListTagsForResource", TaggedThings.call],
        changes: ["CreateCacheSubnetGroup", "ModifyCacheSubnetGroup", "AddTagsToResource", "RemoveTagsFromResource"],
        deletes: ["DeleteCacheSubnetGroup"])

    func normalized(_ properties: Value) -> Value {
        DatabaseGroup.lowercased(["CacheSubnetGroupName"], in: properties)
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await CacheGroup.groups(
            scope, cloud, describe: "DescribeCacheSubnetGroups", items: "CacheSubnetGroups",
            name: "CacheSubnetGroupName"
        ).map { group, tags in
            let name = group["CacheSubnetGroupName"] ?? .null
            return Found(
                physicalID: name.text ?? "", status: .ready,
                properties: [
                    "CacheSubnetGroupName": name, "Description": group["CacheSubnetGroupDescription"] ?? .null,
                    "SubnetIds": .strings(
                        (group["Subnets"]?.elements ?? []).compactMap { $0.text("SubnetIdentifier") }),
                ], attributes: ["CacheSubnetGroupName": name, "Arn": group["ARN"] ?? .null], tags: tags)
        }
    }

    private func input(_ target: Target) -> Value {
        var input = EC2Kind.members(["CacheSubnetGroupName", "SubnetIds"], of: target.properties)
        input["CacheSubnetGroupDescription"] = target.properties["Description"]
        return input
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elasticache", "CreateCacheSubnetGroup", target.region,
            input(target).merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains(where: { $0 != "Tags" }) {
            try await cloud.call("elasticache", "ModifyCacheSubnetGroup", target.region, input(target))
        }
        if differences.contains("Tags") { try await CacheGroup.updateTags(target, found, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elasticache", "DeleteCacheSubnetGroup", target.region,
            ["CacheSubnetGroupName": .string(found.physicalID)])
    }
}
