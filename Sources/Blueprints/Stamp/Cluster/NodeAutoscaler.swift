import Resources
import Specs
import Values

/// The Cluster Autoscaler: it adds nodes for pods that find no room, up to the spec's `maxNodes`, and takes away those that
/// are hardly used, down to `minNodes`.
///
/// Without it a HorizontalPodAutoscaler's pods wait for room that nobody makes: nothing else moves a managed node group's
/// size (EKS user guide, "Scale cluster compute"). EKS gives the groups of managed nodes the tags by which it finds them.
///
/// Source: kubernetes/autoscaler, `cluster-autoscaler/cloudprovider/aws/README.md` and the manifests beside it; FAQ, "What are
/// the parameters to CA?".
struct NodeAutoscaler {
    /// Where every cluster has a namespace for what serves the cluster itself.
    static let namespace = "kube-system"
    static let account = "cluster-autoscaler"
    /// The groups that may be scaled have it.
    static let tag = "k8s.io/cluster-autoscaler/enabled"

    let stamp: RegionalStamp

    var resources: [Resource] { [identity] + access + [autoscaler] }

    private var identity: Resource {
        stamp.make(
            "cluster/identity/autoscaler", "AWS::EKS::PodIdentityAssociation",
            [
                "clusterName": stamp.reference("cluster/control-plane", "name"),
                "namespace": .string(Self.namespace), "serviceAccount": .string(Self.account),
                "roleArn": stamp.reference("global/identity/autoscaler-role", "Arn"),
            ], dependsOn: ["global/identity/autoscaler-scaling"], since: 2)
    }

    private var access: [Resource] {
        [
            stamp.object("autoscaler/account", "ServiceAccount", Self.account, in: Self.namespace, [:]),
            stamp.object("autoscaler/role", "ClusterRole", Self.account, in: nil, ["rules": .list(Self.rules)]),
            stamp.binding(
                "autoscaler/role-binding", "ClusterRoleBinding", in: nil, to: Self.account,
                for: (Self.account, Self.namespace), dependsOn: ["autoscaler/role", "autoscaler/account"]),
            stamp.object(
                "autoscaler/own-role", "ClusterRole", Self.account + "-own", in: nil, ["rules": .list(Self.ownRules)]),
            stamp.binding(
                "autoscaler/own-binding", "RoleBinding", in: Self.namespace, to: Self.account + "-own",
                for: (Self.account, Self.namespace), dependsOn: ["autoscaler/own-role", "autoscaler/account"]),
        ]
    }

    /// It tries out in its mind where pods would go, so it reads all that the scheduler reads; it marks nodes and evicts the
    /// pods of those that go.
    private static let rules: [Value] = [
        RegionalStamp.rule("", ["events"], ["create", "patch"]),
        RegionalStamp.rule("", ["pods/eviction"], ["create"]),
        RegionalStamp.rule("", ["pods/status"], ["update"]),
        RegionalStamp.rule("", ["nodes"], ["get", "list", "watch", "update"]),
        RegionalStamp.rule(
            "",
            [
                "namespaces", "pods", "services", "replicationcontrollers", "persistentvolumeclaims",
                "persistentvolumes",
            ], reads),
        RegionalStamp.rule("apps", ["daemonsets", "replicasets", "statefulsets"], reads),
        RegionalStamp.rule("batch", ["jobs", "cronjobs"], reads),
        RegionalStamp.rule("policy", ["poddisruptionbudgets"], reads),
        RegionalStamp.rule(
            "storage.k8s.io",
            ["storageclasses", "csinodes", "csidrivers", "csistoragecapacities", "volumeattachments"], reads),
        RegionalStamp.rule("resource.k8s.io", ["deviceclasses", "resourceclaims", "resourceslices"], reads),
    ]

    /// In its own namespace: the lease by which one of two leads, and the state that it writes down for people.
    private static let ownRules: [Value] = [
        RegionalStamp.rule("coordination.k8s.io", ["leases"], ["create"]),
        RegionalStamp.rule("coordination.k8s.io", ["leases"], ["get", "update"]).merging([
            "resourceNames": [.string(account)]
        ]),
        RegionalStamp.rule("", ["configmaps"], ["create", "list", "watch"]),
        RegionalStamp.rule("", ["configmaps"], ["get", "update", "delete"]).merging([
            "resourceNames": [.string(account + "-status")]
        ]),
    ]

    private static let reads = ["get", "list", "watch"]

    private var autoscaler: Resource {
        let labels: Value = ["app": .string(Self.account)]
        return stamp.object(
            "autoscaler/deployment", "Deployment", Self.account, in: Self.namespace,
            [
                "labels": labels,
                "spec": [
                    "replicas": 1, "selector": ["matchLabels": labels],
                    "template": ["metadata": ["labels": labels], "spec": pod],
                ],
            ],
            dependsOn: [
                "cluster/nodes", "cluster/addon/coredns", "cluster/identity/autoscaler", "autoscaler/role-binding",
                "autoscaler/own-binding",
            ])
    }

    private var pod: Value {
        [
            "serviceAccountName": .string(Self.account), "automountServiceAccountToken": true,
            // Whatever else runs: without it nothing else gets more room.
            "priorityClassName": "system-cluster-critical",
            "securityContext": [
                "runAsNonRoot": true, "runAsUser": 65534, "seccompProfile": ["type": "RuntimeDefault"],
            ],
            "containers": [
                [
                    "name": "autoscaler",
                    // Its minor version is the cluster's (its README, "Releases").
                    "image": .string(
                        "registry.k8s.io/autoscaling/cluster-autoscaler:v\(stamp.spec.cluster.version).0"),
                    "command": .strings([
                        "/cluster-autoscaler", "--cloud-provider=aws", "--namespace=\(Self.namespace)",
                        "--node-group-auto-discovery=asg:tag=\(Self.tag),k8s.io/cluster-autoscaler/\(cluster)",
                        "--expander=least-waste",
                    ]),
                    // Else it asks the node's metadata, which pods can't reach.
                    "env": [["name": "AWS_REGION", "value": .string(stamp.region.name)]],
                    "readinessProbe": ["httpGet": ["path": "/health-check", "port": 8085], "periodSeconds": 10],
                    "terminationMessagePolicy": "FallbackToLogsOnError",
                    "resources": ["requests": ["cpu": "100m", "memory": "600Mi"], "limits": ["memory": "600Mi"]],
                    "securityContext": [
                        "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
                        "capabilities": ["drop": ["ALL"]],
                    ],
                ]
            ],
        ]
    }

    private var cluster: String { ControlPlane(stamp: stamp).name }
}
