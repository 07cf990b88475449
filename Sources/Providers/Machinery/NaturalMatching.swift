import Resources
import Values

/// Finds the objects that can't be tagged by parent and natural key.
struct NaturalMatching {
    let listings: [Listing]
    let drivers: [Kind: any KindDriver]

    private struct Key: Hashable {
        let kind: Kind
        let region: String
        let naturalKey: String
    }

    private struct Place: Hashable {
        let address: Address
        let generation: Int
    }

    func match(_ candidates: [Candidate], tagged: [ResourceObservation]) -> [ResourceObservation] {
        var found: [Key: Found] = [:]
        for listing in listings {
            for object in listing.found where object.status != .deleting {
                found[Key(kind: listing.schema.kind, region: listing.region, naturalKey: object.naturalKey)] = object
            }
        }
        var attributes: [Address: Value] = [:]
        // Of two generations the later one is what references mean.
        for observation in tagged { attributes[observation.address] = observation.attributes }
        var matched: [ResourceObservation] = []
        // One object is one resource, and one address has one object a generation.
        var takenKeys: Set<Key> = []
        var takenPlaces: Set<Place> = []
        var open = candidates.filter { drivers[$0.kind]?.schema.identity == .naturalKey }
        // An object that can't be tagged may be the parent of another: a second pass resolves those.
        for _ in 0..<2 {
            var unresolved: [Candidate] = []
            for candidate in open {
                guard let driver = drivers[candidate.kind],
                    let properties = resolve(candidate.properties, attributes),
                    let naturalKey = driver.naturalKey(of: driver.normalized(properties))
                else {
                    unresolved.append(candidate)
                    continue
                }
                let key = Key(kind: candidate.kind, region: candidate.region, naturalKey: naturalKey)
                let place = Place(address: candidate.address, generation: candidate.generation)
                guard let object = found[key], !takenPlaces.contains(place), takenKeys.insert(key).inserted else {
                    continue
                }
                takenPlaces.insert(place)
                attributes[candidate.address] = object.attributes
                matched.append(observation(of: object, candidate))
            }
            open = unresolved
        }
        return matched
    }

    /// References that can't be resolved are left out one by one: a natural key needs only some of the properties.
    private func resolve(_ properties: Value, _ attributes: [Address: Value]) -> Value? {
        func lookUp(_ reference: Reference) -> Value? { attributes[Address(reference.address)]?[reference.attribute] }
        var resolved = Members()
        for pair in properties.members {
            if let value = pair.value.resolved(by: lookUp) { resolved[pair.name] = value }
        }
        return .object(resolved)
    }

    private func observation(of object: Found, _ candidate: Candidate) -> ResourceObservation {
        ResourceObservation(
            address: candidate.address, kind: candidate.kind, region: candidate.region,
            generation: candidate.generation, physicalID: object.physicalID, status: object.status,
            properties: object.properties, attributes: object.attributes, phase: candidate.phase)
    }
}
