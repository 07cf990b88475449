import Resources
import Values

/// Tells which of the listed objects a target means.
enum Matching {
    static func find(_ target: Target, among candidates: [Found], driver: any KindDriver) -> Found? {
        let ours = candidates.filter { matches($0, target, driver) }
        // A deleted object may still be listed beside its successor.
        return ours.first { $0.status != .deleting } ?? ours.first
    }

    private static func matches(_ found: Found, _ target: Target, _ driver: any KindDriver) -> Bool {
        if case .naturalKey = driver.schema.identity {
            guard let key = driver.naturalKey(of: target.properties) else {
                return !target.physicalID.isEmpty && target.physicalID == found.physicalID
            }
            return key == found.naturalKey
        }
        guard let tags = found.tags else { return found.physicalID == target.physicalID }
        return tags[IdentityTags.platform] == target.platform
            && tags[IdentityTags.address] == target.address.text
            && (tags[IdentityTags.generation] ?? "0") == String(target.generation)
    }
}
