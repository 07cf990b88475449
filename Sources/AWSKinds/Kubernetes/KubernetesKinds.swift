import Providers
import Values

extension AllKinds {
    static let kubernetesKinds: [any KindDriver] = [
        KubernetesKind("v1", "Namespace", isClusterWide: true) { KubernetesReadiness.namespace($0) },
        KubernetesKind("v1", "ServiceAccount"),
        KubernetesKind("v1", "ConfigMap"),
        // Never with data of ours: what a Secret holds would come to lie in state.
        KubernetesKind("v1", "Secret"),
        KubernetesKind("v1", "Service") { KubernetesReadiness.service($0) },
        KubernetesKind("apps/v1", "Deployment", settles: .seconds(60)) { KubernetesReadiness.deployment($0) },
        KubernetesKind("autoscaling/v2", "HorizontalPodAutoscaler"),
        KubernetesKind("policy/v1", "PodDisruptionBudget"),
        KubernetesKind("networking.k8s.io/v1", "Ingress", settles: .seconds(20)) { KubernetesReadiness.ingress($0) },
        KubernetesKind("networking.k8s.io/v1", "IngressClass", isClusterWide: true),
        KubernetesKind("rbac.authorization.k8s.io/v1", "ClusterRole", isClusterWide: true),
        KubernetesKind("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", isClusterWide: true),
        KubernetesKind("rbac.authorization.k8s.io/v1", "RoleBinding"),
        KubernetesKind("apiextensions.k8s.io/v1", "CustomResourceDefinition", isClusterWide: true) {
            KubernetesReadiness.definition($0)
        },
        KubernetesKind("argoproj.io/v1alpha1", "AppProject"),
        KubernetesKind("argoproj.io/v1alpha1", "Application", settles: .seconds(90)) {
            KubernetesReadiness.application($0)
        },
    ]
}
