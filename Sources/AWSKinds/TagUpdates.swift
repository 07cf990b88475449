import CloudCalls
import Providers
import Values

/// Changes of tags by the pair of operations that most services have.
enum TagUpdates {
    /// Makes the object's tags those of the target.
    /// - Parameters:
    ///   - id: the member that names the object.
    ///   - tagsMember: the member that takes the tags; a list of Key and Value unless `asMap`.
    static func update(
        _ target: Target, _ found: Found, _ cloud: CloudAccess, service: String, tag: String, untag: String, id: Value,
        tagsMember: String = "Tags", keysMember: String = "TagKeys", asMap: Bool = false
    ) async throws(AWSError) {
        let tags = asMap ? IdentityTags.map(for: target) : IdentityTags.list(for: target)
        try await cloud.call(service, tag, target.region, id.merging([tagsMember: tags]))
        let surplus = IdentityTags.surplus(found.tags, for: target)
        guard !surplus.isEmpty else { return }
        try await cloud.call(service, untag, target.region, id.merging([keysMember: .strings(surplus)]))
    }
}
