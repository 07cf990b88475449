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
        if let tags = found.tags {
            let wanted = Dictionary(IdentityTags.tags(for: target).map { ($0.key, $0.value) }) { $1 }
            let actual = tags.filter { !$0.key.hasPrefix("aws:") && !$0.key.hasPrefix("reconcile:boot") }
            // The phase tag names who introduced the object and stays, whatever a later phase says.
            let compared = actual.filter { $0.key != IdentityTags.phase }
            if compared != wanted.filter({ $0.key != IdentityTags.phase }), !isForeign(compared, wanted) {
                names.append("Tags")
            }
        }
        return names
    }

    /// Tags put by other controllers (Kubernetes, AWS) are theirs.
    private static func isForeign(_ actual: [String: String], _ wanted: [String: String]) -> Bool {
        for (key, value) in wanted where actual[key] != value { return false }
        return actual.keys.filter { wanted[$0] == nil }.allSatisfy {
            $0.hasPrefix("kubernetes.io/") || $0.hasPrefix("eks:") || $0.hasPrefix("k8s.io/")
        }
    }
}
