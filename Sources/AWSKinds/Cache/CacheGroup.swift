import CloudCalls
import Providers
import Resources
import Values

/// What subnet and parameter groups of caches share: a list by name, tags by a call of their own.
///
/// Source: ElastiCache API reference, `ListTagsForResource`; nothing there carries tags inline.
enum CacheGroup {
    /// The groups in scope with their tags; those of other platforms left out.
    static func groups(
        _ scope: ListScope, _ cloud: CloudAccess, describe: String, items: String, name: String
    ) async throws(AWSError) -> [(group: Value, tags: [String: String])] {
        var input: Value = [:]
        if case .one(let target) = scope {
            input[name] = .string((target.properties.text(name) ?? target.physicalID).lowercased())
        }
        let things = try await TaggedThings(scope, cloud)
        var found: [(group: Value, tags: [String: String])] = []
        for group in try await cloud.pages(
            "elasticache", describe, scope.region, input, items: items, marker: "Marker", next: "Marker")
        // Nobody can tag AWS's own parameter groups, and old ones of them have no ARN.
        where group.text(name)?.hasPrefix("default") != true {
            let tags = try await things.tags(group.text("ARN") ?? "") { () async throws(AWSError) in
                let output = try await cloud.read(
                    "elasticache", "ListTagsForResource", scope.region, ["ResourceName": group["ARN"] ?? .null])
                return IdentityTags.parse(output["TagList"])
            }
            if case .platform(let platform, _) = scope, tags[IdentityTags.platform] != platform { continue }
            found.append((group, tags))
        }
        return found
    }

    static func updateTags(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await TagUpdates.update(
            target, found, cloud, service: "elasticache", tag: "AddTagsToResource", untag: "RemoveTagsFromResource",
            id: ["ResourceName": found.attributes["Arn"] ?? .null])
    }
}
