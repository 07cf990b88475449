import Resources
import Values

extension Target {
    /// The observation that an object of this target makes.
    func observation(of found: Found) -> ResourceObservation {
        ResourceObservation(
            address: address, kind: kind, region: region, generation: generation, physicalID: found.physicalID,
            status: found.status, properties: found.properties, attributes: found.attributes,
            tags: IdentityTags.users(found.tags ?? [:]),
            phase: found.tags?[IdentityTags.phase].flatMap { Int($0) } ?? phase)
    }
}
