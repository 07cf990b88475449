import Values

/// The pod of Argo CD's core.
///
/// Source: argoproj/argo-cd, `manifests/base` and the commands' own flags. The images' entry point stays, since it ends what
/// git and helm leave behind.
struct ArgoCDPod {
    private static let repositories = "127.0.0.1:8081"
    private static let cacheAddress = "127.0.0.1:6379"
    private static let tokenVolume = "token"

    let account: String
    let image: String
    let cache: String

    var spec: Value {
        [
            "serviceAccountName": .string(account), "automountServiceAccountToken": false,
            "securityContext": [
                "runAsNonRoot": true, "runAsUser": 999, "seccompProfile": ["type": "RuntimeDefault"],
            ],
            "volumes": [token],
            "containers": [controller, repositoryServer, redis],
        ]
    }

    private var controller: Value {
        container(
            "controller", image,
            args: [
                "/usr/local/bin/argocd-application-controller", "--redis", Self.cacheAddress, "--repo-server",
                Self.repositories,
            ], memory: "512Mi",
            [
                "env": Self.noKeys,
                // It answers when it has read the cluster.
                "readinessProbe": ["tcpSocket": ["port": 8082], "periodSeconds": 10],
                "volumeMounts": [
                    [
                        "name": .string(Self.tokenVolume), "readOnly": true,
                        "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
                    ]
                ],
            ])
    }

    private var repositoryServer: Value {
        container(
            "repo-server", image,
            args: [
                "/usr/local/bin/argocd-repo-server", "--redis", Self.cacheAddress, "--address", "127.0.0.1",
            ], memory: "256Mi",
            [
                "env": Self.noKeys,
                "readinessProbe": ["httpGet": ["path": "/healthz", "port": 8084], "periodSeconds": 10],
            ])
    }

    private var redis: Value {
        container(
            "redis", cache, args: ["redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            memory: "64Mi", [:])
    }

    private func container(_ name: String, _ image: String, args: [String], memory: String, _ more: Value) -> Value {
        more.merging([
            "name": .string(name), "image": .string(image), "args": .strings(args),
            "terminationMessagePolicy": "FallbackToLogsOnError",
            "resources": ["requests": ["cpu": "100m", "memory": .string(memory)]],
            "securityContext": ["allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]]],
        ])
    }

    /// Commits are not checked by keys, and making one at every start fails on some machines.
    private static let noKeys: Value = [["name": "ARGOCD_GPG_ENABLED", "value": "false"]]

    /// What every pod gets by itself, but for the controller alone: who reads other people's repositories needs no access.
    private var token: Value {
        [
            "name": .string(Self.tokenVolume),
            "projected": [
                "sources": [
                    ["serviceAccountToken": ["path": "token", "expirationSeconds": 3607]],
                    ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
                    [
                        "downwardAPI": [
                            "items": [["path": "namespace", "fieldRef": ["fieldPath": "metadata.namespace"]]]
                        ]
                    ],
                ]
            ],
        ]
    }
}
