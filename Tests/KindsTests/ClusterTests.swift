import FakeAWS
import Providers
import Resources
import Testing
import Values

/// A cluster with nodes, add-ons and grants, made, changed and removed on a fake cloud in virtual time.
@Suite struct ClusterTests {
    private let bench: ClusterBench

    init() throws { bench = try ClusterBench() }

    @Test func `a cluster is made, read back, changed one setting at a time, and deleted in spite of its protection`()
        async throws
    {
        var (cluster, _) = try await bench.clusterTargets()
        let begun = bench.cloud.snapshot.now
        let first = try await bench.made(cluster)
        #expect(bench.cloud.snapshot.now >= begun + .minutes(10))
        #expect(bench.hasWaited("AWS says that it is CREATING"))
        // The roles were not known to EKS at once.
        #expect(bench.hasWaited("waits until EKS knows the new role"))
        for name in ["endpoint", "certificateAuthority.data", "clusterSecurityGroupId", "arn", "vpcId"] {
            #expect(first.attributes.text(name)?.isEmpty == false)
        }
        #expect(try await bench.done(.update, cluster) == first)

        cluster.tags["team"] = "platform"
        cluster.properties["logging"] = ["clusterLogging": [["types": ["audit"], "enabled": true]]]
        cluster.properties["resourcesVpcConfig"]?["publicAccessCidrs"] = ["198.51.100.0/24"]
        let two = (cluster.properties["resourcesVpcConfig"]?["subnetIds"]?.elements ?? []).prefix(2)
        cluster.properties["resourcesVpcConfig"]?["subnetIds"] = .list(Array(two))
        // Two minor versions are two updates.
        cluster.properties["version"] = "1.36"
        let changed = try await bench.done(.update, cluster)
        #expect(changed.properties.text("version") == "1.36" && changed.status == .ready)
        try await bench.expectAsWanted(cluster)
        let updates = bench.cloud.snapshot.object("AWS::EKS::Cluster", ClusterBench.region, "shop")?.hidden["updates"]
        let types = (updates?.members ?? Members()).compactMap { $0.value.text("type") }.sorted()
        let expected = ["EndpointAccessUpdate", "LoggingUpdate", "VersionUpdate", "VersionUpdate", "VpcConfigUpdate"]
        #expect(types == expected)

        #expect(try await bench.run(.delete, cluster) == nil)
        #expect(!bench.cloud.snapshot.objects.keys.contains { $0.type.hasPrefix("AWS::EKS::") })
    }

    @Test func `node groups, add-ons and grants live in a cluster and hold it back while they do`() async throws {
        var (cluster, nodes) = try await bench.clusterTargets()
        try await bench.made(cluster)
        let coredns = bench.target(
            "coredns", "AWS::EKS::Addon",
            ["clusterName": "shop", "addonName": "coredns", "configurationValues": ["replicaCount": 2]])
        // Without nodes an add-on that is a Deployment has no place to run: made all the same, but not serving.
        let early = try await bench.run(.create, coredns, waitsForServing: false)
        #expect(early?.status == .pending("AWS says that it is CREATING"))
        let group = try await bench.made(nodes)
        #expect(group.physicalID == "shop/general")
        try await bench.made(coredns)
        #expect(await bench.instances() == 3)

        var entry = bench.target(
            "admins", "AWS::EKS::AccessEntry",
            [
                "clusterName": "shop", "principalArn": "arn:aws:iam::123456789012:role/admins",
                "kubernetesGroups": ["admins"], "type": "STANDARD",
                "accessPolicies": [
                    [
                        "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                        "accessScope": ["type": "cluster"],
                    ]
                ],
            ])
        try await bench.made(entry)
        entry.properties["accessPolicies"] = [
            [
                "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
                "accessScope": ["type": "namespace", "namespaces": ["shop", "argocd"]],
            ]
        ]
        try await bench.done(.update, entry)
        try await bench.expectAsWanted(entry)
        var identity = bench.target(
            "pod-identity", "AWS::EKS::PodIdentityAssociation",
            [
                "clusterName": "shop", "namespace": "shop", "serviceAccount": "api",
                "roleArn": "arn:aws:iam::123456789012:role/api",
            ])
        try await bench.made(identity)
        identity.properties["roleArn"] = "arn:aws:iam::123456789012:role/api-2"
        identity.tags["team"] = "api"
        try await bench.done(.update, identity)
        try await bench.expectAsWanted(identity)

        // The cluster can't go before its nodes.
        var unprotected = cluster
        unprotected.properties["deletionProtection"] = false
        try await bench.done(.update, unprotected)
        cluster = unprotected
        await #expect(throws: (any Error).self) { try await bench.call("eks", "DeleteCluster", ["name": "shop"]) }

        for target in [identity, entry, coredns, nodes, cluster] { try await bench.run(.delete, target) }
        await bench.wait(.minutes(5))
        #expect(await bench.instances() == 0)
        let left = bench.cloud.snapshot.objects.values.filter {
            $0.key.type.hasPrefix("AWS::EKS::") || $0.key.type.hasPrefix("AWS::AutoScaling")
                || $0.key.type == "AWS::EC2::LaunchTemplate" || $0.key.type == "AWS::EC2::NetworkInterface"
        }
        #expect(left.isEmpty)
    }

    @Test func `a node group changes settings at once and versions node by node`() async throws {
        var (cluster, nodes) = try await bench.clusterTargets()
        try await bench.made(cluster)
        try await bench.made(nodes)
        // An autoscaler has moved the size, which is no drift.
        let name = try #require(try await bench.observe().first { $0.address == nodes.address })
            .attributes.text("autoScalingGroupName")
        try await bench.call(
            "autoscaling", "SetDesiredCapacity",
            ["AutoScalingGroupName": .string(name ?? ""), "DesiredCapacity": 4])
        await bench.wait(.minutes(3))
        try await bench.expectAsWanted(nodes)
        #expect(await bench.instances() == 4)

        nodes.properties["labels"] = ["role": "general", "new": "yes"]
        nodes.properties["scalingConfig"] = ["minSize": 2, "maxSize": 8, "desiredSize": 2]
        nodes.properties["taints"] = [["key": "batch", "value": "true", "effect": "NO_SCHEDULE"]]
        try await bench.done(.update, nodes)
        try await bench.expectAsWanted(nodes)
        #expect(await bench.instances() == 4)

        cluster.properties["version"] = "1.35"
        try await bench.done(.update, cluster)
        let old = await bench.nodeIDs()
        nodes.properties["version"] = "1.35"
        let changed = try await bench.done(.update, nodes)
        #expect(changed.attributes.text("version") == "1.35")
        let new = await bench.nodeIDs()
        #expect(new.count == 4 && new.isDisjoint(with: old))
    }

    @Test func `nodes that never join fail their group with AWS's reason`() async throws {
        var (cluster, nodes) = try await bench.clusterTargets()
        bench.cloud.edit { $0.faults.brokenImages = ["ami-bad"] }
        try await bench.made(cluster)
        let template = try await bench.done(
            .create,
            bench.target(
                "template", "AWS::EC2::LaunchTemplate",
                ["LaunchTemplateName": "shop-nodes", "LaunchTemplateData": ["ImageId": "ami-bad"]]))
        nodes.properties["amiType"] = nil
        nodes.properties["launchTemplate"] = [
            "id": .string(template.physicalID), "version": template.attributes["LatestVersionNumber"] ?? .null,
        ]
        let failure = try await bench.failure(.create, nodes)
        #expect(failure.message.contains("CREATE_FAILED") && failure.message.contains("NodeCreationFailure"))
    }

    @Test func `an update whose new nodes never join is told once, with AWS's reason`() async throws {
        var (cluster, nodes) = try await bench.clusterTargets()
        bench.cloud.edit { $0.faults.brokenImages = ["ami-bad"] }
        try await bench.made(cluster)
        var template = bench.target(
            "template", "AWS::EC2::LaunchTemplate",
            ["LaunchTemplateName": "shop-nodes", "LaunchTemplateData": ["ImageId": "ami-good"]])
        let first = try await bench.done(.create, template)
        nodes.properties["amiType"] = nil
        nodes.properties["launchTemplate"] = [
            "id": .string(first.physicalID), "version": first.attributes["LatestVersionNumber"] ?? .null,
        ]
        try await bench.made(nodes)
        template.properties["LaunchTemplateData"] = ["ImageId": "ami-bad"]
        let second = try await bench.done(.update, template)
        nodes.properties["launchTemplate"]?["version"] = second.attributes["LatestVersionNumber"]
        let failure = try await bench.failure(.update, nodes)
        #expect(failure.code == "UpdateFailed" && failure.message.contains("new nodes are not joining"))
        let group = bench.cloud.snapshot.object("AWS::EKS::Nodegroup", ClusterBench.region, "shop/general")
        #expect(group?.hidden["updates"]?.members.count == 1)
        // Another run is another intent, and may try again.
        template.token += "-again"
        template.properties["LaunchTemplateData"] = ["ImageId": "ami-better"]
        nodes.properties["launchTemplate"]?["version"] =
            try await bench.done(.update, template).attributes["LatestVersionNumber"]
        nodes.token += "-again"
        try await bench.done(.update, nodes)
        try await bench.expectAsWanted(nodes)
        cluster.properties["deletionProtection"] = false
        for target in [nodes, cluster] { try await bench.run(.delete, target) }
    }

    @Test func `what is not ours is not taken over`() async throws {
        let (cluster, nodes) = try await bench.clusterTargets()
        try await bench.made(cluster)
        let principal = "arn:aws:iam::123456789012:role/admins"
        try await bench.call("eks", "CreateAccessEntry", ["clusterName": "shop", "principalArn": .string(principal)])
        try await bench.call("eks", "CreateAddon", ["clusterName": "shop", "addonName": "vpc-cni"])
        let foreign = [
            bench.target(
                "admins", "AWS::EKS::AccessEntry", ["clusterName": "shop", "principalArn": .string(principal)]),
            bench.target("cni", "AWS::EKS::Addon", ["clusterName": "shop", "addonName": "vpc-cni"]),
        ]
        for target in foreign {
            let failure = try await bench.failure(.create, target)
            #expect(failure.message.contains("exists already and is not ours"))
        }
        var wrong = nodes
        wrong.properties["version"] = "1.36"
        let failure = try await bench.failure(.create, wrong)
        #expect(failure.code == "InvalidParameterException")
    }

    @Test func `a lost answer makes neither a second cluster nor a second group`() async throws {
        let (cluster, nodes) = try await bench.clusterTargets()
        for operation in ["eks.CreateCluster", "eks.CreateNodegroup"] {
            bench.cloud.edit {
                $0.faults.calls.append(Faults.CallFault(operation: operation, mode: .loseAnswer, remaining: 1))
            }
        }
        try await bench.made(cluster)
        try await bench.made(nodes)
        #expect(bench.cloud.snapshot.faults.calls.isEmpty)
        let types = bench.cloud.snapshot.objects.keys.filter { $0.type.hasPrefix("AWS::AutoScaling") }
        #expect(types.count == 1)
    }
}

extension ClusterBench {
    /// The ids of all instances that run.
    func nodeIDs() async -> Set<String> {
        let output = try? await call("ec2", "DescribeInstances", [:])
        let instances = (output?["Reservations"]?.elements ?? []).flatMap { $0["Instances"]?.elements ?? [] }
        return Set(
            instances.filter { $0["State"]?.text("Name") == "running" }.compactMap { $0.text("InstanceId") })
    }

    func instances() async -> Int { await nodeIDs().count }
}
