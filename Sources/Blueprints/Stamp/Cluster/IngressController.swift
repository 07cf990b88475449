import Resources
import Specs
import Values

/// F5's NGINX Ingress Controller on a port of every node; the load balancer stands before it.
///
/// The other project, kubernetes/ingress-nginx, has had no fixes since March 2026
/// (kubernetes.io/blog/2025/11/11/ingress-nginx-retirement). What is said of this one stands in its documentation,
/// "Command-line arguments" and "ConfigMap resources", and in `cmd/nginx-ingress/main.go`.
struct IngressController {
    static let nodePort = 30080
    /// Served by the controller when it runs with `-health-status` (NGINX Ingress Controller, command-line arguments).
    static let healthPath = "/nginx-health"
    private static let namespace = "ingress"
    private static let account = "nginx-ingress"
    private static let image = "nginx/nginx-ingress:5.5.4"
    static let className = "nginx"

    let stamp: RegionalStamp

    var resources: [Resource] { access + [ingressClass, settings, controller, disruptions, service] }

    private var access: [Resource] {
        [
            stamp.object("ingress/namespace", "Namespace", Self.namespace, in: nil, [:]),
            stamp.object(
                "ingress/account", "ServiceAccount", Self.account, in: Self.namespace, [:],
                dependsOn: ["ingress/namespace"]),
            stamp.object("ingress/role", "ClusterRole", Self.account, in: nil, ["rules": .list(Self.rules)]),
            stamp.binding(
                "ingress/role-binding", "ClusterRoleBinding", in: nil, to: Self.account,
                for: (Self.account, Self.namespace), dependsOn: ["ingress/role", "ingress/account"]),
        ]
    }

    /// What the controller's own installation manifests grant, without its custom resources and its editions; it labels its
    /// own pod as well, which would need a right to change all pods, and goes on without it.
    private static let rules: [Value] = [
        RegionalStamp.rule("", ["services", "configmaps", "namespaces", "pods", "secrets"], ["get", "list", "watch"]),
        RegionalStamp.rule("", ["events"], ["create", "patch", "list"]),
        RegionalStamp.rule("discovery.k8s.io", ["endpointslices"], ["get", "list", "watch"]),
        RegionalStamp.rule("coordination.k8s.io", ["leases"], ["get", "list", "watch", "create", "update"]),
        RegionalStamp.rule("networking.k8s.io", ["ingresses", "ingressclasses"], ["get", "list", "watch"]),
        RegionalStamp.rule("networking.k8s.io", ["ingresses/status"], ["update"]),
        RegionalStamp.rule("apps", ["replicasets"], ["get"]),
    ]

    private var ingressClass: Resource {
        stamp.object(
            "ingress/class", "IngressClass", Self.className, in: nil,
            ["spec": ["controller": "nginx.org/ingress-controller"]])
    }

    /// Without it the controller does not start.
    private var settings: Resource {
        var data: Value = [
            // Ingresses say where they are reached, which their readiness is told by; nodes have no address of their own.
            "external-status-address": stamp.reference("front-door/load-balancer", "DNSName"),
            // TLS ends at the load balancer: what comes from there is http, and would be led there again and again.
            "ssl-redirect": "false",
        ]
        // With a domain people come by https alone; services learn it by X-Forwarded-Proto, which the controller writes anew.
        if stamp.spec.domain != nil { data["redirect-to-https"] = "true" }
        return stamp.object(
            "ingress/settings", "ConfigMap", Self.account, in: Self.namespace, ["data": data],
            dependsOn: ["ingress/namespace"])
    }

    private static let labels: Value = ["app": .string(account)]

    /// Whoever replaces nodes takes one of its pods at a time: without any, no request gets through.
    private var disruptions: Resource {
        stamp.object(
            "ingress/disruptions", "PodDisruptionBudget", Self.account, in: Self.namespace,
            ["spec": ["maxUnavailable": 1, "selector": ["matchLabels": Self.labels]]],
            dependsOn: ["ingress/namespace"])
    }

    private var controller: Resource {
        stamp.object(
            "ingress/controller", "Deployment", Self.account, in: Self.namespace,
            [
                "labels": Self.labels,
                "spec": [
                    "replicas": 2, "selector": ["matchLabels": Self.labels],
                    "template": ["metadata": ["labels": Self.labels], "spec": pod],
                ],
            ],
            dependsOn: [
                "cluster/nodes", "cluster/addon/coredns", "ingress/role-binding", "ingress/class", "ingress/settings",
            ])
    }

    private var pod: Value {
        [
            "serviceAccountName": .string(Self.account), "automountServiceAccountToken": true,
            "topologySpreadConstraints": .list(
                // One node that is lost, or one zone, must not take all of them.
                ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map { key in
                    [
                        "maxSkew": 1, "topologyKey": .string(key), "whenUnsatisfiable": "ScheduleAnyway",
                        "labelSelector": ["matchLabels": Self.labels],
                    ]
                }),
            "terminationGracePeriodSeconds": 60, "securityContext": ["seccompProfile": ["type": "RuntimeDefault"]],
            "containers": [
                [
                    "name": "controller", "image": .string(Self.image),
                    "args": .strings([
                        "-nginx-configmaps=$(POD_NAMESPACE)/\(Self.account)", "-ingress-class=\(Self.className)",
                        "-enable-custom-resources=false", "-health-status", "-health-status-uri=\(Self.healthPath)",
                        // A platform answers to whatever name leads to it, so its Ingress names no host.
                        "-allow-empty-ingress-host", "-report-ingress-status", "-enable-telemetry-reporting=false",
                    ]),
                    "ports": [
                        ["name": "http", "containerPort": 80], ["name": "readiness", "containerPort": 8081],
                    ],
                    "env": [
                        Self.field("POD_NAMESPACE", "metadata.namespace"), Self.field("POD_NAME", "metadata.name"),
                    ],
                    "readinessProbe": ["httpGet": ["path": "/nginx-ready", "port": 8081], "periodSeconds": 1],
                    // Why it ends is told by what it writes last.
                    "terminationMessagePolicy": "FallbackToLogsOnError",
                    "lifecycle": ["preStop": ["sleep": ["seconds": 15]]],
                    "resources": ["requests": ["cpu": "100m", "memory": "128Mi"]],
                    "securityContext": [
                        "allowPrivilegeEscalation": false, "runAsNonRoot": true, "runAsUser": 101,
                        "capabilities": ["drop": ["ALL"], "add": ["NET_BIND_SERVICE"]],
                    ],
                ]
            ],
        ]
    }

    private static func field(_ name: String, _ path: String) -> Value {
        ["name": .string(name), "valueFrom": ["fieldRef": ["fieldPath": .string(path)]]]
    }

    private var service: Resource {
        stamp.object(
            "ingress/service", "Service", Self.account, in: Self.namespace,
            [
                "spec": [
                    "type": "NodePort", "selector": ["app": .string(Self.account)],
                    "ports": [
                        [
                            "name": "http", "port": 80, "targetPort": 80, "nodePort": .int(Self.nodePort),
                            "protocol": "TCP",
                        ]
                    ],
                ]
            ], dependsOn: ["ingress/namespace"])
    }
}
