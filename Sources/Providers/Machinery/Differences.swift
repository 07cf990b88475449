import Resources
import Values

/// Which top-level properties of an object are not as wanted.
enum Differences {
    /// Sorted names; `Tags` stands for the tags.
    static func names(found: Found, target: Target, driver: any KindDriver, isFresh: Bool) -> [String] {
        var names: [String] = []
        for pair in target.properties.members {
            let effects = driver.schema.effects(of: pair.name)
            if effects.contains(.writeOnly) || effects.contains(.movedByOthers) { continue }
            if case .null = pair.value { continue }
            if !effects.isMet(pair.value, by: found.properties[pair.name]) { names.append(pair.name) }
        }
        if let tags = found.tags, !areAsWanted(tags, target) { names.append("Tags") }
        return names
    }

    /// The phase tag names who introduced the object and stays, whatever a later phase says.
    private static func areAsWanted(_ tags: [String: String], _ target: Target) -> Bool {
        guard IdentityTags.identity(of: target).allSatisfy({ tags[$0.key] == $0.value }),
            target.tags.allSatisfy({ tags[$0.key] == $0.value || IdentityTags.all.contains($0.key) })
        else { return false }
        return IdentityTags.surplus(tags, for: target).isEmpty
    }
}
