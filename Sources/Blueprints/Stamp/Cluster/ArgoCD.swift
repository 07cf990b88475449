import Resources
import Specs
import Values

/// Argo CD, which follows the repository; only for platforms that name one.
///
/// Its core alone: the controller, what reads repositories and a cache (Argo CD, "Core installation"). Nobody signs in to it.
/// All three are one pod and hear one another on the loopback address: an open cache or repository server lets any other
/// pod of the cluster write what is rolled out (CVE-2024-31989, GHSA-47m3-95c7-g2g8).
struct ArgoCD {
    private static let namespace = "argocd"
    private static let account = "argocd"
    private static let image = "quay.io/argoproj/argocd:v3.6.3"
    private static let cache = "public.ecr.aws/docker/library/redis:8.2-alpine"
    /// The project of whatever names none.
    private static let project = "default"
    /// Only what has this label counts as settings (`util/settings/settings.go`).
    private static let label: Value = ["app.kubernetes.io/part-of": "argocd"]
    private static let server: Value = "https://kubernetes.default.svc"

    let stamp: RegionalStamp

    var resources: [Resource] {
        guard let gitOps = stamp.spec.gitOps else { return [] }
        let access = ArgoCDAccess(stamp: stamp, account: Self.account, namespace: Self.namespace)
        return [
            stamp.object("argocd/namespace", "Namespace", Self.namespace, in: nil, [:]),
            // Empty, but the controller does not start without the one and can't read its settings without the other.
            stamp.object(
                "argocd/settings", "ConfigMap", "argocd-cm", in: Self.namespace, ["labels": Self.label],
                dependsOn: ["argocd/namespace"]),
            stamp.object(
                "argocd/secret", "Secret", "argocd-secret", in: Self.namespace, ["labels": Self.label],
                dependsOn: ["argocd/namespace"]),
        ] + access.resources + ["Application", "AppProject"].map(definition) + [
            controller, project(gitOps), application(gitOps),
        ]
    }

    private func definition(_ kind: String) -> Resource {
        let plural = kind.lowercased() + "s"
        return stamp.object(
            "argocd/definition/\(plural)", "CustomResourceDefinition", "\(plural).argoproj.io", in: nil,
            [
                "spec": [
                    "group": "argoproj.io", "scope": "Namespaced",
                    "names": [
                        "kind": .string(kind), "listKind": .string(kind + "List"), "plural": .string(plural),
                        "singular": .string(kind.lowercased()),
                    ],
                    "versions": [
                        [
                            "name": "v1alpha1", "served": true, "storage": true,
                            "schema": [
                                "openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
                            ],
                        ]
                    ],
                ]
            ])
    }

    private var controller: Resource {
        let labels: Value = ["app": "argocd-controller"]
        return stamp.object(
            "argocd/controller", "Deployment", "controller", in: Self.namespace,
            [
                "labels": labels,
                "spec": [
                    // Two of them would roll out against each other.
                    "replicas": 1, "strategy": ["type": "Recreate"], "selector": ["matchLabels": labels],
                    "template": [
                        "metadata": ["labels": labels],
                        "spec": ArgoCDPod(
                            account: Self.account, image: Self.image, cache: Self.cache
                        ).spec,
                    ],
                ],
            ],
            dependsOn: [
                "cluster/nodes", "cluster/addon/coredns", "argocd/role-binding", "argocd/own-binding",
                "argocd/services-binding", "argocd/definition/applications", "argocd/definition/appprojects",
                "argocd/settings", "argocd/secret",
            ])
    }

    /// Only what the repository holds, and only into the platform's namespace.
    private func project(_ gitOps: GitOpsSpec) -> Resource {
        stamp.object(
            "argocd/project", "AppProject", Self.project, in: Self.namespace,
            [
                "spec": [
                    "sourceRepos": [.string(gitOps.repository)],
                    "destinations": [["server": Self.server, "namespace": .string(stamp.spec.name)]],
                ]
            ], dependsOn: ["argocd/namespace", "argocd/definition/appprojects"])
    }

    private func application(_ gitOps: GitOpsSpec) -> Resource {
        stamp.object(
            "argocd/application", "Application", stamp.spec.name, in: Self.namespace,
            [
                "spec": [
                    "project": .string(Self.project),
                    "source": [
                        "repoURL": .string(gitOps.repository), "targetRevision": .string(gitOps.branch),
                        "path": .string(gitOps.path),
                    ],
                    "destination": ["server": Self.server, "namespace": .string(stamp.spec.name)],
                    "syncPolicy": ["automated": ["prune": true, "selfHeal": true]],
                ]
            ],
            dependsOn: ["argocd/controller", "argocd/project", "services/account", "cluster/identity/services"]
                + (stamp.hasDatabase ? [stamp.database("ingress/cluster")] : [])
                + stamp.spec.services.map { "services/\($0.name)/settings" })
    }
}
