import FakeAWS
import Providers
import Resources
import Testing
import Values

/// What well-known programs need in a cluster, as the fake cloud knows it of them.
@Suite struct ClusterProgramTests {
    private let bench: ClusterBench

    init() throws { bench = try ClusterBench() }

    private func object(_ kind: String, _ name: String, _ properties: Value, in namespace: String? = "shop") -> Target {
        var place: Value = ["cluster": "shop", "name": .string(name)]
        if let namespace { place["namespace"] = .string(namespace) }
        return bench.target("\(kind)-\(name)", Kind("Kubernetes::\(kind)"), place.merging(properties))
    }

    private func deployment(_ name: String, args: [String], resources: Value = [:]) -> Target {
        let labels: Value = ["app": .string(name)]
        return object(
            "Deployment", name,
            [
                "spec": [
                    "replicas": 1, "selector": ["matchLabels": labels],
                    "template": [
                        "metadata": ["labels": labels],
                        "spec": [
                            "containers": [
                                [
                                    "name": "program", "image": "program:1", "args": .strings(args),
                                    "resources": resources,
                                ]
                            ]
                        ],
                    ],
                ]
            ])
    }

    private func makeCluster() async throws {
        let (cluster, nodes) = try await bench.clusterTargets()
        for target in [cluster, nodes, object("Namespace", "shop", [:], in: nil)] { try await bench.made(target) }
    }

    private func definition(_ kind: String) -> Target {
        let plural = kind.lowercased() + "s"
        return object(
            "CustomResourceDefinition", "\(plural).argoproj.io",
            ["spec": ["group": "argoproj.io", "names": ["kind": .string(kind), "plural": .string(plural)]]], in: nil)
    }

    @Test func `an ingress controller needs its settings, and takes rules without a host only when it is told to`()
        async throws
    {
        try await makeCluster()
        let flags = ["-nginx-configmaps=$(POD_NAMESPACE)/web", "-ingress-class=nginx", "-report-ingress-status"]
        try await bench.made(
            object("IngressClass", "nginx", ["spec": ["controller": "nginx.org/ingress-controller"]], in: nil))
        var controller = deployment("web", args: flags)
        let stuck = try await bench.failure(.create, controller)
        #expect(
            stuck.message.contains(
                "container program: CrashLoopBackOff: back-off 5m0s restarting failed container, exit code 1: "
                    + "Error when getting shop/web: configmaps not found"))

        try await bench.made(object("ConfigMap", "web", ["data": ["external-status-address": "door.example.com"]]))
        #expect(try await bench.done(.update, controller).status == .ready)
        let paths: Value = [
            ["path": "/", "pathType": "Prefix", "backend": ["service": ["name": "a", "port": ["number": 80]]]]
        ]
        let ingress = object(
            "Ingress", "shop", ["spec": ["ingressClassName": "nginx", "rules": [["http": ["paths": paths]]]]])
        #expect(try await bench.failure(.create, ingress).message.contains("the Ingress has no address yet"))

        controller.properties["spec"] =
            deployment("web", args: flags + ["-allow-empty-ingress-host"]).properties["spec"]
        try await bench.done(.update, controller)
        let taken = try await bench.done(.update, ingress)
        #expect(taken.attributes.text("address") == "door.example.com")
    }

    @Test func `Argo CD needs its settings with their label, and rolls out only what a project allows`() async throws {
        try await makeCluster()
        let application = object("Application", "shop", ["spec": ["project": "default"]])
        #expect(try await bench.failure(.create, application).message.contains("404 page not found"))
        for kind in ["Application", "AppProject"] { try await bench.made(definition(kind)) }
        #expect(bench.hasWaited("the cluster does not serve the kind yet"))

        var settings = object("ConfigMap", "argocd-cm", [:])
        try await bench.made(settings)
        let controller = deployment("argocd", args: ["/usr/local/bin/argocd-application-controller"])
        let stuck = try await bench.failure(.create, controller)
        #expect(stuck.message.contains(#"exit code 1: configmap "argocd-cm" not found"#))
        settings.properties["labels"] = ["app.kubernetes.io/part-of": "argocd"]
        try await bench.done(.update, settings)
        #expect(try await bench.done(.update, controller).status == .ready)

        let refused = try await bench.failure(.create, application)
        #expect(refused.message.contains("Application referencing project default which does not exist"))
        try await bench.made(object("AppProject", "default", ["spec": ["sourceRepos": ["*"]]]))
        #expect(try await bench.done(.update, application).status == .ready)
    }

    @Test func `pods don't start without the settings that they take their environment from`() async throws {
        try await makeCluster()
        var api = deployment("api", args: [])
        var container = api.properties["spec"]?["template"]?["spec"]?["containers"]?.elements.first ?? [:]
        container["envFrom"] = [["configMapRef": ["name": "api"]]]
        api.properties["spec"]?["template"]?["spec"]?["containers"] = .list([container])
        let stuck = try await bench.failure(.create, api)
        #expect(stuck.message.contains(#"CreateContainerConfigError: configmap "api" not found"#))
        try await bench.made(object("ConfigMap", "api", ["data": ["MODE": "live"]]))
        #expect(try await bench.done(.update, api).status == .ready)
    }

    @Test func `amounts read back as an API server writes them down`() async throws {
        try await makeCluster()
        let loose: Value = ["requests": ["cpu": "2000m", "memory": "1024Mi"], "limits": ["memory": "1536Mi"]]
        let failure = try await bench.failure(.create, deployment("api", args: [], resources: loose))
        #expect(failure.message.contains("spec not yet as wanted"))
        let seen = try #require(try await bench.observe().first { $0.kind == "Kubernetes::Deployment" })
        let container = seen.properties["spec"]?["template"]?["spec"]?["containers"]?.elements.first
        #expect(
            container?["resources"] == [
                "requests": ["cpu": "2", "memory": "1Gi"], "limits": ["memory": "1536Mi"],
            ])
    }

    @Test func `pods that find no room wait, until an autoscaler that may has added nodes`() async throws {
        try await makeCluster()
        let room: Value = ["requests": ["cpu": "1500m", "memory": "1Gi"]]
        var filling = deployment("filling", args: [], resources: room)
        filling.properties["replicas"] = 3
        filling.properties["spec"]?["replicas"] = nil
        let more = deployment("more", args: [], resources: room)
        try await bench.made(filling)
        #expect(try await bench.failure(.create, more).message.contains("3 Insufficient cpu or memory"))

        // It needs to know where it is, and who it is, and may do nothing by itself.
        #expect(try await bench.failure(.create, autoscaler([])).message.contains("Failed to get AWS Region"))
        let known = autoscaler([["name": "AWS_REGION", "value": .string(ClusterBench.region)]])
        #expect(try await bench.failure(.update, known).message.contains("NoCredentialProviders"))
        try await bench.call(
            "eks", "CreatePodIdentityAssociation",
            [
                "clusterName": "shop", "namespace": "shop", "serviceAccount": "scaler",
                "roleArn": try await bench.role("scaler"),
            ])
        #expect(try await bench.failure(.update, known).message.contains("AccessDenied"))
        try await allow("autoscaling:Describe*")
        #expect(try await bench.done(.update, known).status == .ready)
        #expect(try await bench.failure(.update, more).message.contains("Insufficient cpu or memory"))
        try await allow("autoscaling:*")
        #expect(try await bench.done(.update, more).status == .ready)
        #expect(try await size() == 4)

        // What is larger than any node gets no room by another one, and what nobody uses goes in the end.
        let huge = deployment("huge", args: [], resources: ["requests": ["cpu": "64", "memory": "1Gi"]])
        #expect(try await bench.failure(.create, huge).message.contains("Insufficient cpu or memory"))
        #expect(try await size() == 4)
        for target in [huge, more, filling] { try await bench.run(.delete, target) }
        await bench.wait(.minutes(60))
        #expect(try await size() == 2)
    }

    private func autoscaler(_ environment: Value) -> Target {
        var target = deployment("scaler", args: [])
        target.properties["spec"]?["template"]?["spec"] = [
            "serviceAccountName": "scaler",
            "containers": [
                [
                    "name": "program", "image": "program:1", "command": ["/cluster-autoscaler"], "env": environment,
                    "resources": ["requests": ["cpu": "100m", "memory": "600Mi"]],
                ]
            ],
        ]
        return target
    }

    private func allow(_ actions: String) async throws {
        try await bench.call(
            "iam", "PutRolePolicy",
            [
                "RoleName": "scaler", "PolicyName": "scaling",
                "PolicyDocument": .string(
                    #"{"Statement":[{"Effect":"Allow","Action":"\#(actions)","Resource":"*"}]}"#),
            ])
    }

    /// How many nodes the group is to have now.
    private func size() async throws -> Int? {
        let output = try await bench.call(
            "eks", "DescribeNodegroup", ["clusterName": "shop", "nodegroupName": "general"])
        return output["nodegroup"]?["scalingConfig"]?.number("desiredSize")
    }
}
