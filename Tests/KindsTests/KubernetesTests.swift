import CloudCalls
import FakeAWS
import Providers
import Resources
import Testing
import Values

/// Objects of a cluster, made, changed and removed on a fake cloud in virtual time.
@Suite struct KubernetesTests {
    private let bench: ClusterBench

    init() throws { bench = try ClusterBench() }

    /// An object of the cluster `shop`; in the namespace `shop` unless it is cluster-wide.
    private func object(_ kind: String, _ name: String, _ properties: Value, isClusterWide: Bool = false) -> Target {
        var place: Value = ["cluster": "shop", "name": .string(name)]
        if !isClusterWide { place["namespace"] = "shop" }
        return bench.target("\(kind)-\(name)", Kind("Kubernetes::\(kind)"), place.merging(properties))
    }

    private func deployment(_ image: String, replicas: Int? = 5) -> Target {
        var spec: Value = [
            "selector": ["matchLabels": ["app": "api"]],
            "template": [
                "metadata": ["labels": ["app": "api"]],
                "spec": [
                    "serviceAccountName": "api",
                    "containers": [
                        [
                            "name": "api", "image": .string(image), "ports": [["containerPort": 8080]],
                            "env": [["name": "PORT", "value": "8080"]],
                        ]
                    ],
                ],
            ],
        ]
        if let replicas { spec["replicas"] = .int(replicas) }
        return object("Deployment", "api", ["labels": ["app": "api"], "spec": spec])
    }

    private var namespace: Target {
        object("Namespace", "shop", ["labels": ["team": "web"]], isClusterWide: true)
    }

    /// What an Application needs to be looked at.
    private var argoCD: [Target] {
        let names = ["Application": "applications", "AppProject": "appprojects"].sorted { $0.key < $1.key }
        let labels: Value = ["app": "argocd"]
        let container: Value = ["name": "argocd", "image": "argocd:1", "args": ["argocd-application-controller"]]
        return names.map { kind, plural in
            object(
                "CustomResourceDefinition", "\(plural).argoproj.io",
                ["spec": ["group": "argoproj.io", "names": ["kind": .string(kind), "plural": .string(plural)]]],
                isClusterWide: true)
        } + [
            object("AppProject", "default", ["spec": ["sourceRepos": ["*"]]]),
            object("ConfigMap", "argocd-cm", ["labels": ["app.kubernetes.io/part-of": "argocd"]]),
            object(
                "Deployment", "argocd",
                [
                    "spec": [
                        "replicas": 1, "selector": ["matchLabels": labels],
                        "template": ["metadata": ["labels": labels], "spec": ["containers": [container]]],
                    ]
                ]),
        ]
    }

    private func makeCluster() async throws {
        let (cluster, nodes) = try await bench.clusterTargets()
        for target in [cluster, nodes, namespace] { try await bench.made(target) }
    }

    /// Changes an object as somebody with kubectl would, and waits for its controllers.
    private func edit(_ change: (inout Value) -> Void) async throws {
        let cluster = ClusterName(region: ClusterBench.region, name: "shop")
        let deadline = bench.cloud.snapshot.now + .minutes(1)
        let name = ObjectName(apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "api")
        var object = try await bench.cloud.get(name, in: cluster, deadline: deadline)
        change(&object)
        _ = try await bench.cloud.apply(object, in: cluster, deadline: deadline)
        await bench.wait(.minutes(1))
    }

    @Test func `each kind is made, reads back as it was wanted, and goes`() async throws {
        try await makeCluster()
        var api = deployment("api:1")
        let backend: Value = ["service": ["name": "api", "port": ["number": 80]]]
        let paths: Value = [["path": "/", "pathType": "Prefix", "backend": backend]]
        let reference: Value = ["apiVersion": "apps/v1", "kind": "Deployment", "name": "api"]
        let targets =
            [
                object("ServiceAccount", "api", ["automountServiceAccountToken": false]),
                object("ConfigMap", "api", ["data": ["MODE": "live"]]), api,
                object("Service", "api", ["spec": ["selector": ["app": "api"], "ports": [["port": 80]]]]),
                object(
                    "HorizontalPodAutoscaler", "api",
                    ["spec": ["scaleTargetRef": reference, "minReplicas": 2, "maxReplicas": 10]]),
                object(
                    "PodDisruptionBudget", "api",
                    ["spec": ["maxUnavailable": 1, "selector": ["matchLabels": ["app": "api"]]]]),
                object("IngressClass", "nginx", ["spec": ["controller": "nginx.org/ingress"]], isClusterWide: true),
                object(
                    "Ingress", "api",
                    [
                        "annotations": ["nginx.org/proxy-read-timeout": "30s"],
                        "spec": ["ingressClassName": "nginx", "rules": [["http": ["paths": paths]]]],
                    ]),
                object("Secret", "api", ["labels": ["app": "api"]]),
                object(
                    "RoleBinding", "api",
                    [
                        "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"],
                        "subjects": [["kind": "ServiceAccount", "name": "api", "namespace": "shop"]],
                    ]),
            ] + argoCD + [
                object(
                    "Application", "shop",
                    [
                        "finalizers": ["resources-finalizer.argocd.argoproj.io"],
                        "spec": ["project": "default", "source": ["repoURL": "https://example.com/shop.git"]],
                    ])
            ]
        for target in targets {
            let first = try await bench.made(target)
            #expect(try await bench.done(.update, target) == first)
        }
        for reason in [
            "2 of 5 replicas available", "4 of 5 replicas available", "the Ingress has no address yet",
            "Argo CD says that it is OutOfSync and Progressing",
        ] { #expect(bench.hasWaited(reason)) }

        api.properties["spec"] = deployment("api:2", replicas: 4).properties["spec"]
        api.tags = ["cost centre": "web: 7"]
        let changed = try await bench.done(.update, api)
        #expect(changed.status == .ready && changed.physicalID == "shop/shop/api")
        try await bench.expectAsWanted(api)

        for target in targets.reversed() { #expect(try await bench.run(.delete, target) == nil) }
        #expect(try await bench.run(.delete, namespace) == nil)
        #expect(!bench.cloud.snapshot.objects.keys.contains { $0.type.hasPrefix("Kubernetes::") })
    }

    @Test func `what others change is drift, what they add is theirs`() async throws {
        try await makeCluster()
        let api = deployment("api:1")
        try await bench.made(api)
        try await edit {
            $0["metadata"]?["annotations"]?["kubectl.kubernetes.io/restartedAt"] = "2026-01-01T00:00:00Z"
            $0["spec"]?["minReadySeconds"] = 5
        }
        try await bench.expectAsWanted(api)

        try await edit {
            $0["spec"]?["replicas"] = 1
            $0["metadata"]?["labels"]?["app"] = nil
        }
        let seen = try #require(try await bench.observe().first { $0.address == api.address })
        #expect(seen.properties["spec"]?.number("replicas") == 1 && seen.properties["labels"] == [:])
        try await bench.done(.update, api)
        try await bench.expectAsWanted(api)
    }

    @Test func `a number of replicas that an autoscaler moves stays as it is`() async throws {
        try await makeCluster()
        var api = deployment("api:1", replicas: nil)
        api.properties["replicas"] = 2
        let first = try await bench.made(api)
        #expect(first.properties.number("replicas") == 2)
        try await edit { $0["spec"]?["replicas"] = 6 }
        try await bench.expectAsWanted(api)
        api.properties["spec"] = deployment("api:2", replicas: nil).properties["spec"]
        #expect(try await bench.done(.update, api).properties.number("replicas") == 6)
        try await bench.expectAsWanted(api)
    }

    @Test func `a rollout that is stuck says so, and a change goes through all the same`() async throws {
        try await makeCluster()
        bench.cloud.edit { $0.faults.brokenImages = ["api:bad"] }
        let bad = deployment("api:bad")
        let begun = try #require(try await bench.run(.create, bad, waitsForServing: false))
        #expect(begun.status == .pending("0 of 5 replicas available"))
        await bench.wait(.minutes(11))
        let stuck = try #require(try await bench.observe().first { $0.address == bad.address })
        #expect(
            stuck.status
                == .pending("0 of 5 replicas available: the ReplicaSet has timed out progressing"))
        let good = deployment("api:2")
        #expect(try await bench.done(.update, good).status == .ready)
        try await bench.expectAsWanted(good)
    }

    @Test func `an object of somebody else is not taken over`() async throws {
        try await makeCluster()
        let cluster = ClusterName(region: ClusterBench.region, name: "shop")
        _ = try await bench.cloud.apply(
            [
                "apiVersion": "v1", "kind": "ConfigMap", "data": ["MODE": "theirs"],
                "metadata": ["name": "api", "namespace": "shop"],
            ], in: cluster, deadline: bench.cloud.snapshot.now + .minutes(1))
        let failure = try await bench.failure(.create, object("ConfigMap", "api", ["data": ["MODE": "ours"]]))
        #expect(failure.message.contains("shop/shop/api exists already and is not ours"))
        #expect(try await bench.observe().allSatisfy { $0.kind != "Kubernetes::ConfigMap" })
    }
}
