import Values

/// The log types of a control plane, as EKS lists them: those that are on, then those that are off.
enum ClusterLogging {
    private static let types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

    /// The setting after a change, which names only some types.
    static func shown(_ change: Value?, over old: Value?) -> Value {
        var enabled: Set<String> = []
        for setting in [old, change] {
            for part in setting?["clusterLogging"]?.elements ?? [] {
                let names = part["types"]?.texts ?? []
                if part["enabled"]?.flag == true { enabled.formUnion(names) } else { enabled.subtract(names) }
            }
        }
        let parts = [true, false].compactMap { isOn -> Value? in
            let names = types.filter { enabled.contains($0) == isOn }
            return names.isEmpty ? nil : ["types": .strings(names), "enabled": .bool(isOn)]
        }
        return ["clusterLogging": .list(parts)]
    }
}
