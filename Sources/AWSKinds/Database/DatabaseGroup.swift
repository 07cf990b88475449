import CloudCalls
import Providers
import Resources
import Values

/// What subnet and parameter groups of databases share: a list by name, tags by a call of their own.
///
/// Source: RDS API reference, `ListTagsForResource`; groups don't carry tags inline.
enum DatabaseGroup {
    /// The groups in scope with their tags; those of other platforms left out.
    static func groups(
        _ scope: ListScope, _ cloud: CloudAccess, describe: String, items: String, name: String, arn: String
    ) async throws(AWSError) -> [(group: Value, tags: [String: String])] {
        var input: Value = [:]
        if case .one(let target) = scope {
            let wanted = target.properties.text(name) ?? target.physicalID
            input[name] = .string(wanted.lowercased())
        }
        let things = try await TaggedThings(scope, cloud)
        var found: [(group: Value, tags: [String: String])] = []
        for group in try await cloud.pages(
            "rds", describe, scope.region, input, items: items, marker: "Marker", next: "Marker")
        {
            let tags = try await things.tags(group.text(arn) ?? "") { () async throws(AWSError) in
                let output = try await cloud.read(
                    "rds", "ListTagsForResource", scope.region, ["ResourceName": group[arn] ?? .null])
                return IdentityTags.parse(output["TagList"])
            }
            if case .platform(let platform, _) = scope, tags[IdentityTags.platform] != platform { continue }
            found.append((group, tags))
        }
        return found
    }

    static func updateTags(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await TagUpdates.update(
            target, found, cloud, service: "rds", tag: "AddTagsToResource", untag: "RemoveTagsFromResource",
            id: ["ResourceName": found.attributes["Arn"] ?? .null])
    }

    /// Properties with these names in lower case, as AWS gives them back.
    static func lowercased(_ names: [String], in properties: Value) -> Value {
        var properties = properties
        for name in names {
            if let text = properties.text(name) { properties[name] = .string(text.lowercased()) }
        }
        return properties
    }
}
