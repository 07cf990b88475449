import Resources
import Values

extension RegionalStamp {
    /// An object inside the region's cluster.
    /// - Parameter namespace: nil for what belongs to no namespace.
    func object(
        _ address: String, _ kind: String, _ name: String, in namespace: String?, _ members: Value,
        dependsOn: [String] = [], lifecycle: Lifecycle = Lifecycle()
    ) -> Resource {
        var properties: Value = ["cluster": reference("cluster/control-plane", "name"), "name": .string(name)]
        if let namespace { properties["namespace"] = .string(namespace) }
        return make(
            address, Kind("Kubernetes::\(kind)"), properties.merging(members), dependsOn: dependsOn,
            lifecycle: lifecycle, since: 2)
    }
}
