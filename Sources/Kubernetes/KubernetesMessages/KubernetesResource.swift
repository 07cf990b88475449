/// A kind of objects as an API server lists it: what it is called in addresses, and whether namespaces hold it.
///
/// Source: Kubernetes API reference, "APIResource".
public struct KubernetesResource: Hashable, Sendable {
    /// `v1` for the core group, else `GROUP/VERSION`.
    public let apiVersion: String
    public let kind: String
    /// The name in addresses, such as `deployments`.
    public let plural: String
    public let isNamespaced: Bool
    /// What `kubectl` takes beside the name.
    public let shortNames: [String]

    public init(
        _ apiVersion: String, _ kind: String, plural: String? = nil, isNamespaced: Bool = true,
        shortNames: [String] = []
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.plural = plural ?? Self.plural(of: kind)
        self.isNamespaced = isNamespaced
        self.shortNames = shortNames
    }

    /// The group; empty for the core.
    public var group: String { apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : "" }

    /// The version without its group.
    public var version: String { String(apiVersion.split(separator: "/").last ?? "") }

    /// The name in addresses of a kind that follows the rule of Kubernetes' own kinds: lower case, in the plural.
    public static func plural(of kind: String) -> String {
        let word = kind.lowercased()
        if word.hasSuffix("y") { return word.dropLast() + "ies" }
        return word + (word.hasSuffix("s") ? "es" : "s")
    }

    /// The kinds of Kubernetes itself that a cluster of ours may hold.
    public static let builtIn = [
        KubernetesResource("v1", "ConfigMap", shortNames: ["cm"]),
        KubernetesResource("v1", "Event", shortNames: ["ev"]),
        KubernetesResource("v1", "Namespace", isNamespaced: false, shortNames: ["ns"]),
        KubernetesResource("v1", "Pod", shortNames: ["po"]),
        KubernetesResource("v1", "Secret"),
        KubernetesResource("v1", "Service", shortNames: ["svc"]),
        KubernetesResource("v1", "ServiceAccount", shortNames: ["sa"]),
        KubernetesResource("apps/v1", "Deployment", shortNames: ["deploy"]),
        KubernetesResource("apps/v1", "ReplicaSet", shortNames: ["rs"]),
        KubernetesResource("autoscaling/v2", "HorizontalPodAutoscaler", shortNames: ["hpa"]),
        KubernetesResource("networking.k8s.io/v1", "Ingress", shortNames: ["ing"]),
        KubernetesResource("networking.k8s.io/v1", "IngressClass", isNamespaced: false),
        KubernetesResource("networking.k8s.io/v1", "NetworkPolicy", shortNames: ["netpol"]),
        KubernetesResource("policy/v1", "PodDisruptionBudget", shortNames: ["pdb"]),
        KubernetesResource("rbac.authorization.k8s.io/v1", "ClusterRole", isNamespaced: false),
        KubernetesResource("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", isNamespaced: false),
        KubernetesResource("rbac.authorization.k8s.io/v1", "Role"),
        KubernetesResource("rbac.authorization.k8s.io/v1", "RoleBinding"),
        definition,
    ]

    /// The kind that defines further kinds.
    public static let definition = KubernetesResource(
        "apiextensions.k8s.io/v1", "CustomResourceDefinition", isNamespaced: false, shortNames: ["crd", "crds"])
}
