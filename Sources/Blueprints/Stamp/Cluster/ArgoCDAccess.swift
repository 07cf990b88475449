import Resources
import Specs
import Values

/// What Argo CD may do: read the cluster, keep its own objects, and write what a repository holds into the platform's
/// namespace.
struct ArgoCDAccess {
    let stamp: RegionalStamp
    let account: String
    let namespace: String

    var resources: [Resource] {
        [
            stamp.object(
                "argocd/account", "ServiceAccount", account, in: namespace, [:], dependsOn: ["argocd/namespace"]),
            role("argocd/role", account, ["*"], ["get", "list", "watch"]),
            binding("argocd/role-binding", "ClusterRoleBinding", in: nil, to: ("argocd/role", account)),
            role("argocd/own-role", "argocd-own", ["", "argoproj.io"], ["create", "update", "patch", "delete"]),
            binding("argocd/own-binding", "RoleBinding", in: namespace, to: ("argocd/own-role", "argocd-own")),
            role(
                "argocd/services-role", "argocd-services",
                ["", "apps", "autoscaling", "batch", "networking.k8s.io", "policy"],
                ["create", "update", "patch", "delete"]),
            binding(
                "argocd/services-binding", "RoleBinding", in: stamp.spec.name,
                to: ("argocd/services-role", "argocd-services"), after: ["services/namespace"]),
        ]
    }

    private func role(_ address: String, _ name: String, _ groups: [String], _ verbs: [String]) -> Resource {
        stamp.object(
            address, "ClusterRole", name, in: nil,
            ["rules": [["apiGroups": .strings(groups), "resources": ["*"], "verbs": .strings(verbs)]]])
    }

    private func binding(
        _ address: String, _ kind: String, in place: String?, to role: (address: String, name: String),
        after needed: [String] = []
    ) -> Resource {
        stamp.binding(
            address, kind, in: place, to: role.name, for: (account, namespace),
            dependsOn: [role.address, "argocd/account"] + needed)
    }
}
