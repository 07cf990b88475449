import CloudCalls
import Providers
import Resources
import Values

/// The settings of a cache engine; `Properties` is a map of names to texts, as in CloudFormation.
///
/// Source: ElastiCache API reference, `ModifyCacheParameterGroup` and `ResetCacheParameterGroup` (20 names a call).
struct CacheParameterGroup: KindDriver {
    let schema = KindSchema(
        kind: "AWS::ElastiCache::ParameterGroup", service: "elasticache",
        identity: .name(property: "CacheParameterGroupName", limit: 255),
        rules: ["CacheParameterGroupName", "CacheParameterGroupFamily", "Description"].map {
            PropertyRule($0, .replaces)
        }, durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeCacheParameterGroups", "DescribeCacheParameters", "ListTagsForResource", TaggedThings.call],
        changes: [
            "CreateCacheParameterGroup", "ModifyCacheParameterGroup", "ResetCacheParameterGroup", "AddTagsToResource",
            "RemoveTagsFromResource",
        ],
        deletes: ["DeleteCacheParameterGroup"])

    private static let members = ["CacheParameterGroupName", "CacheParameterGroupFamily", "Description"]

    func normalized(_ properties: Value) -> Value {
        DatabaseGroup.lowercased(["CacheParameterGroupName"], in: properties)
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var found: [Found] = []
        for (group, tags) in try await CacheGroup.groups(
            scope, cloud, describe: "DescribeCacheParameterGroups", items: "CacheParameterGroups",
            name: "CacheParameterGroupName")
        {
            let name = group["CacheParameterGroupName"] ?? .null
            let parameters = try await cloud.pages(
                "elasticache", "DescribeCacheParameters", scope.region,
                ["CacheParameterGroupName": name, "Source": "user"], items: "Parameters", marker: "Marker",
                next: "Marker")
            var properties = EC2Kind.members(Self.members, of: group)
            properties["Properties"] = .object(
                Members(parameters.map { ($0.text("ParameterName") ?? "", $0["ParameterValue"] ?? .null) }))
            found.append(
                Found(
                    physicalID: name.text ?? "", status: .ready, properties: properties,
                    attributes: ["CacheParameterGroupName": name, "Arn": group["ARN"] ?? .null], tags: tags))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(Self.members, of: target.properties)
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("elasticache", "CreateCacheParameterGroup", target.region, input)
    }

    /// Parameters are set here, also after a create; those that are not wanted any more go back to the standard.
    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Properties") {
            let wanted = target.properties["Properties"]?.members ?? Members()
            let actual = found.properties["Properties"]?.members ?? Members()
            let changes = wanted.filter { actual[$0.name] != $0.value }.map { pair -> Value in
                ["ParameterName": .string(pair.name), "ParameterValue": pair.value]
            }
            try await send("ModifyCacheParameterGroup", changes, target, found, cloud)
            let surplus = actual.filter { wanted[$0.name] == nil }.map { pair -> Value in
                ["ParameterName": .string(pair.name), "ParameterValue": pair.value]
            }
            try await send("ResetCacheParameterGroup", surplus, target, found, cloud)
        }
        if differences.contains("Tags") { try await CacheGroup.updateTags(target, found, cloud) }
    }

    private func send(
        _ operation: String, _ parameters: [Value], _ target: Target, _ found: Found, _ cloud: CloudAccess
    ) async throws(AWSError) {
        for start in stride(from: 0, to: parameters.count, by: 20) {
            try await cloud.call(
                "elasticache", operation, target.region,
                [
                    "CacheParameterGroupName": .string(found.physicalID),
                    "ParameterNameValues": .list(Array(parameters[start..<min(start + 20, parameters.count)])),
                ])
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elasticache", "DeleteCacheParameterGroup", target.region,
            ["CacheParameterGroupName": .string(found.physicalID)])
    }
}
