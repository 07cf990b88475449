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

    /// What a role allows of a group of the API; the empty one is Kubernetes' own.
    static func rule(_ group: String, _ resources: [String], _ verbs: [String]) -> Value {
        ["apiGroups": [.string(group)], "resources": .strings(resources), "verbs": .strings(verbs)]
    }

    /// What a ClusterRole grants to a service account: in one namespace by a RoleBinding, everywhere by a ClusterRoleBinding
    /// (Kubernetes documentation, "Using RBAC authorization").
    /// - Parameter account: the account's name and its namespace.
    func binding(
        _ address: String, _ kind: String, in namespace: String?, to role: String,
        for account: (name: String, namespace: String), dependsOn: [String]
    ) -> Resource {
        object(
            address, kind, account.name, in: namespace,
            [
                "subjects": [
                    [
                        "kind": "ServiceAccount", "name": .string(account.name),
                        "namespace": .string(account.namespace),
                    ]
                ],
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": .string(role),
                ],
            ], dependsOn: dependsOn)
    }
}
