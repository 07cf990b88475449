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
            binding("argocd/role-binding", "ClusterRoleBinding", account, in: nil, to: "argocd/role", account),
            role("argocd/own-role", "argocd-own", ["", "argoproj.io"], ["create", "update", "patch", "delete"]),
            binding("argocd/own-binding", "RoleBinding", account, in: namespace, to: "argocd/own-role", "argocd-own"),
            role(
                "argocd/services-role", "argocd-services",
                ["", "apps", "autoscaling", "batch", "networking.k8s.io", "policy"],
                ["create", "update", "patch", "delete"]),
            binding(
                "argocd/services-binding", "RoleBinding", account, in: stamp.spec.name, to: "argocd/services-role",
                "argocd-services", after: ["services/namespace"]),
        ]
    }

    private func role(_ address: String, _ name: String, _ groups: [String], _ verbs: [String]) -> Resource {
        stamp.object(
            address, "ClusterRole", name, in: nil,
            ["rules": [["apiGroups": .strings(groups), "resources": ["*"], "verbs": .strings(verbs)]]])
    }

    /// A RoleBinding grants what a ClusterRole says in its own namespace only (Kubernetes documentation, "Using RBAC
    /// authorization").
    private func binding(
        _ address: String, _ kind: String, _ name: String, in place: String?, to roleAddress: String, _ role: String,
        after needed: [String] = []
    ) -> Resource {
        stamp.object(
            address, kind, name, in: place,
            [
                "subjects": [
                    ["kind": "ServiceAccount", "name": .string(account), "namespace": .string(namespace)]
                ],
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": .string(role),
                ],
            ], dependsOn: [roleAddress, "argocd/account"] + needed)
    }
}
