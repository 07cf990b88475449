import CloudCalls
import Providers
import Values

/// Tags of zones and health checks, which come after the create calls: those take none (Route 53 API reference).
enum Route53Tags {
    /// The tags of many, by id; ListTagsForResources takes ten ids at most.
    /// - Parameter scope: what they are listed for; nil to ask the service itself.
    static func read(
        _ type: String, _ ids: [String], in scope: ListScope? = nil, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [String: [String: String]] {
        var tags: [String: [String: String]] = [:]
        if let scope {
            let things = try await TaggedThings(scope, cloud)
            for id in ids { tags[id] = things.tags("arn:aws:route53:::\(type)/\(id)") }
        }
        let ids = ids.filter { tags[$0] == nil }
        for start in stride(from: 0, to: ids.count, by: 10) {
            let output = try await cloud.read(
                "route53", "ListTagsForResources", region,
                [
                    "ResourceType": .string(type),
                    "ResourceIds": .strings(ids[start..<min(start + 10, ids.count)]),
                ])
            for set in output["ResourceTagSets"]?.elements ?? [] {
                tags[set.text("ResourceId") ?? ""] = IdentityTags.parse(set["Tags"])
            }
        }
        return tags
    }

    /// Makes the tags those of the target.
    static func write(
        _ type: String, _ id: String, _ target: Target, old: [String: String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let surplus = IdentityTags.surplus(old, for: target)
        try await cloud.call(
            "route53", "ChangeTagsForResource", target.region,
            [
                "ResourceType": .string(type), "ResourceId": .string(id), "AddTags": IdentityTags.list(for: target),
                "RemoveTagKeys": surplus.isEmpty ? .null : .strings(surplus),
            ])
    }
}
