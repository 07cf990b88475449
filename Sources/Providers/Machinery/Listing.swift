import Resources
import Values

/// What one driver listed in one region.
struct Listing: Sendable {
    let schema: KindSchema
    let region: String
    let found: [Found]

    var isNatural: Bool { schema.identity == .naturalKey }
}

extension Found {
    /// The observation that an object's identity tags make; nil when they are another platform's or none.
    func tagged(_ platform: String, _ listing: Listing) -> ResourceObservation? {
        guard let tags, tags[IdentityTags.platform] == platform, let address = tags[IdentityTags.address] else {
            return nil
        }
        return ResourceObservation(
            address: Address(address), kind: listing.schema.kind, region: listing.region,
            generation: tags[IdentityTags.generation].flatMap { Int($0) } ?? 0, physicalID: physicalID,
            status: status, properties: properties, attributes: attributes, tags: IdentityTags.users(tags),
            phase: tags[IdentityTags.phase].flatMap { Int($0) })
    }
}
