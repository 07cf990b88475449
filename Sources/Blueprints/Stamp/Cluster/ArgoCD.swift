import Resources
import Specs
import Values

/// Argo CD, which follows the repository; only for platforms that name one.
struct ArgoCD {
    private static let namespace = "argocd"
    private static let account = "argocd"
    private static let image = "quay.io/argoproj/argocd:v3.2.1"
    private static let redis = "public.ecr.aws/docker/library/redis:8.2-alpine"

    let stamp: RegionalStamp

    var resources: [Resource] {
        guard let gitOps = stamp.spec.gitOps else { return [] }
        return base
            + [
                deployment("redis", Self.redis, ["redis-server", "--save", "", "--appendonly", "no"], port: 6379),
                deployment("repo-server", Self.image, ["argocd-repo-server", "--redis", "redis:6379"], port: 8081),
                deployment(
                    "controller", Self.image,
                    ["argocd-application-controller", "--redis", "redis:6379", "--repo-server", "repo-server:8081"],
                    port: 8082),
                deployment(
                    "server", Self.image,
                    ["argocd-server", "--insecure", "--redis", "redis:6379", "--repo-server", "repo-server:8081"],
                    port: 8080),
                service("redis", 6379), service("repo-server", 8081), service("server", 8080), application(gitOps),
            ]
    }

    private var base: [Resource] {
        let subject: Value = [
            "kind": "ServiceAccount", "name": .string(Self.account), "namespace": .string(Self.namespace),
        ]
        return [
            stamp.object("argocd/namespace", "Namespace", Self.namespace, in: nil, [:]),
            stamp.object(
                "argocd/account", "ServiceAccount", Self.account, in: Self.namespace, [:],
                dependsOn: ["argocd/namespace"]),
            // It makes whatever the repository holds, in the platform's namespace alone.
            stamp.object(
                "argocd/role", "ClusterRole", Self.account, in: nil,
                [
                    "rules": [
                        ["apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list", "watch"]],
                        [
                            "apiGroups": ["", "apps", "autoscaling", "argoproj.io"],
                            "resources": ["*"], "verbs": ["create", "update", "patch", "delete"],
                        ],
                    ]
                ]),
            stamp.object(
                "argocd/role-binding", "ClusterRoleBinding", Self.account, in: nil,
                [
                    "subjects": [subject],
                    "roleRef": [
                        "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": .string(Self.account),
                    ],
                ], dependsOn: ["argocd/role", "argocd/account"]),
        ] + ["Application", "AppProject"].map(definition)
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

    private func deployment(_ name: String, _ image: String, _ command: [String], port: Int) -> Resource {
        let labels: Value = ["app": .string("argocd-\(name)")]
        let container: Value = [
            "name": .string(name), "image": .string(image), "command": .strings(command),
            "ports": [["containerPort": .int(port)]],
            "resources": ["requests": ["cpu": "100m", "memory": "256Mi"]],
            "readinessProbe": ["tcpSocket": ["port": .int(port)], "periodSeconds": 10],
            "securityContext": ["allowPrivilegeEscalation": false, "runAsNonRoot": true, "runAsUser": 999],
        ]
        return stamp.object(
            "argocd/\(name)", "Deployment", name, in: Self.namespace,
            [
                "labels": labels,
                "spec": [
                    "replicas": 1, "selector": ["matchLabels": labels],
                    "template": [
                        "metadata": ["labels": labels],
                        "spec": ["serviceAccountName": .string(Self.account), "containers": [container]],
                    ],
                ],
            ],
            dependsOn: [
                "cluster/nodes", "cluster/addon/coredns", "argocd/role-binding", "argocd/definition/applications",
                "argocd/definition/appprojects",
            ])
    }

    private func service(_ name: String, _ port: Int) -> Resource {
        stamp.object(
            "argocd/\(name)-service", "Service", name, in: Self.namespace,
            [
                "spec": [
                    "selector": ["app": .string("argocd-\(name)")],
                    "ports": [["port": .int(port), "targetPort": .int(port), "protocol": "TCP"]],
                ]
            ], dependsOn: ["argocd/namespace"])
    }

    private func application(_ gitOps: GitOpsSpec) -> Resource {
        stamp.object(
            "argocd/application", "Application", stamp.spec.name, in: Self.namespace,
            [
                "spec": [
                    "project": "default",
                    "source": [
                        "repoURL": .string(gitOps.repository), "targetRevision": .string(gitOps.branch),
                        "path": .string(gitOps.path),
                    ],
                    "destination": [
                        "server": "https://kubernetes.default.svc", "namespace": .string(stamp.spec.name),
                    ],
                    "syncPolicy": ["automated": ["prune": true, "selfHeal": true]],
                ]
            ],
            dependsOn: [
                "argocd/controller", "argocd/repo-server", "argocd/redis", "argocd/redis-service",
                "argocd/repo-server-service", "services/account", "cluster/identity/services",
            ] + (stamp.hasDatabase ? [stamp.database("ingress/cluster")] : [])
                + stamp.spec.services.map { "services/\($0.name)/settings" })
    }
}
