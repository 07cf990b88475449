import CloudCalls
import Digests
import Values

/// Clusters: creation, reading and deletion.
enum Clusters {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateCluster": create, "DescribeCluster": describe, "ListClusters": list, "DeleteCluster": delete,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "eks.clusterActive": { cloud, event in
            guard cloud.objects[event.key]?.status == "CREATING" else { return }
            cloud.update(event.key) { $0.status = "ACTIVE" }
        },
        "eks.clusterGone": gone,
    ]

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try EKS.required("name", call)
        return try cloud.once(
            call, token: call.input.text("clientRequestToken"), mismatch: "InvalidParameterException"
        ) { (cloud) throws(AWSError) in
            guard cloud.object(EKS.cluster, call.region, name) == nil else {
                throw AWSError("ResourceInUseException", "Cluster already exists with name: \(name)")
            }
            guard name.utf8.count <= 100, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
            else { throw AWSError("InvalidParameterException", "The cluster name \(name) is not valid.") }
            let version = call.input.text("version") ?? ClusterVersions.standard
            guard ClusterVersions.isSupported(version) else {
                throw AWSError("InvalidParameterException", "unsupported Kubernetes version \(version)")
            }
            let role = try EKS.required("roleArn", call)
            let network = try network(of: call, cloud)
            try EKS.checkRole(role, cloud, at: call.now)
            let key = insert(name, version, network, call, &cloud)
            cloud.schedule("eks.clusterActive", after: .minutes(10), on: key)
            return ["cluster": EKS.shown(cloud.objects[key])]
        }
    }

    /// The VPC part of a call's input with defaults, checked.
    private static func network(of call: Call, _ cloud: Cloud) throws(AWSError) -> Value {
        let input = call.input["resourcesVpcConfig"] ?? [:]
        let vpc = try checkPlace(input, call, cloud)
        return [
            "subnetIds": input["subnetIds"] ?? [], "securityGroupIds": input["securityGroupIds"] ?? [],
            "vpcId": vpc, "endpointPublicAccess": input["endpointPublicAccess"] ?? true,
            "endpointPrivateAccess": input["endpointPrivateAccess"] ?? false,
            "publicAccessCidrs": input["publicAccessCidrs"] ?? ["0.0.0.0/0"],
        ]
    }

    /// Subnets in two zones at least and groups that exist; gives the VPC.
    static func checkPlace(_ input: Value, _ call: Call, _ cloud: Cloud) throws(AWSError) -> Value {
        var zones: Set<String> = []
        var vpc: Value = .null
        for id in input["subnetIds"]?.texts ?? [] {
            guard let subnet = cloud.object(EC2Type.subnet.type, call.region, id) else {
                throw AWSError("InvalidParameterException", "The subnet ID '\(id)' does not exist")
            }
            zones.insert(subnet.attributes.text("AvailabilityZone") ?? "")
            vpc = subnet.attributes["VpcId"] ?? .null
        }
        guard zones.count >= 2 else {
            throw AWSError(
                "InvalidParameterException", "Subnets specified must be in at least two different AZs")
        }
        for id in input["securityGroupIds"]?.texts ?? []
        where cloud.object(EC2Type.securityGroup.type, call.region, id) == nil {
            throw AWSError("InvalidParameterException", "The security group ID '\(id)' does not exist")
        }
        return vpc
    }

    private static func insert(
        _ name: String, _ version: String, _ network: Value, _ call: Call, _ cloud: inout Cloud
    ) -> CloudObject.Key {
        let key = CloudObject.Key(EKS.cluster, call.region, name)
        let id = SHA256Digest.hex("\(call.region)/\(name)/\(cloud.sequence)").prefix(32).uppercased()
        var network = network
        let group = SecurityGroups.insertGroup(
            "eks-cluster-sg-\(name)-\(cloud.steadyNumber(id, below: 1_000_000_000))",
            "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as "
                + "any managed workloads.",
            vpc: network.text("vpcId") ?? "", call,
            ["kubernetes.io/cluster/\(name)": "owned", "aws:eks:cluster-name": name], &cloud)
        network["clusterSecurityGroupId"] = .string(group)
        let groups = [group] + (network["securityGroupIds"]?.texts ?? [])
        let interfaces = (network["subnetIds"]?.texts ?? []).map { subnet in
            cloud.addInterface(
                region: call.region, subnet: subnet, description: "Amazon EKS \(name)", groups: groups,
                requester: "amazon-eks")
        }
        let input = call.input
        var attributes: Value = [
            "name": .string(name), "arn": EKS.arn("cluster/\(name)", call, cloud), "version": .string(version),
            "createdAt": .string(call.now.timestamp), "roleArn": input["roleArn"] ?? .null,
            "resourcesVpcConfig": network, "platformVersion": "eks.1", "health": ["issues": []],
            "endpoint": .string("https://\(id).gr7.\(call.region).eks.amazonaws.com"),
            "certificateAuthority": ["data": .string("LS0tLS1CRUdJTi\(id)")],
            "identity": ["oidc": ["issuer": .string("https://oidc.eks.\(call.region).amazonaws.com/id/\(id)")]],
            "kubernetesNetworkConfig":
                (["serviceIpv4Cidr": "172.20.0.0/16", "ipFamily": "ipv4"] as Value).merging(
                    input["kubernetesNetworkConfig"] ?? [:]),
            "logging": ClusterLogging.shown(input["logging"], over: nil),
            // The API's defaults, which differ from the console's (CreateCluster, API reference).
            "accessConfig": [
                "authenticationMode": input["accessConfig"]?["authenticationMode"] ?? "CONFIG_MAP"
            ],
            "upgradePolicy": ["supportType": input["upgradePolicy"]?["supportType"] ?? "EXTENDED"],
            "zonalShiftConfig": ["enabled": input["zonalShiftConfig"]?["enabled"] ?? false],
            "deletionProtection": input["deletionProtection"] ?? false,
        ]
        attributes["encryptionConfig"] = input["encryptionConfig"]
        cloud.insert(
            CloudObject(
                key, status: "CREATING", attributes: attributes,
                hidden: ["interfaces": .strings(interfaces), "group": .string(group), "updates": [:]],
                tags: EKS.tags(call), createdAt: call.now, visibleAt: call.now + .milliseconds(500)))
        return key
    }

    /// While it is made there is neither an endpoint nor a certificate.
    static func shown(_ object: CloudObject?) -> Value {
        var value = EKS.shown(object)
        if object?.status == "CREATING" {
            value["endpoint"] = nil
            value["certificateAuthority"] = nil
        }
        return value
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["cluster": shown(try EKS.findCluster(call, cloud, member: "name"))]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        EKS.page(cloud.all(EKS.cluster, call.region).map { .string($0.id) }, items: "clusters", call)
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.findCluster(call, cloud, member: "name")
        guard cluster.attributes["deletionProtection"]?.flag != true || cluster.status != "ACTIVE" else {
            throw AWSError(
                "InvalidRequestException", "Cluster \(cluster.id) has deletion protection enabled; disable it first.")
        }
        guard EKS.children(EKS.nodegroup, of: cluster, cloud).isEmpty else {
            throw AWSError("ResourceInUseException", "Cluster has nodegroups attached")
        }
        guard ["ACTIVE", "FAILED"].contains(cluster.status) else {
            throw AWSError("ResourceInUseException", "Cluster \(cluster.id) is \(cluster.status).")
        }
        cloud.update(cluster.key) { $0.status = "DELETING" }
        cloud.schedule("eks.clusterGone", after: .minutes(6), on: cluster.key)
        return ["cluster": shown(cloud.objects[cluster.key])]
    }

    /// What lies in the cluster goes with it; its interfaces linger for minutes.
    private static func gone(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let cluster = cloud.objects[event.key], cluster.status == "DELETING" else { return }
        for interface in cluster.hidden["interfaces"]?.texts ?? [] {
            cloud.removeInterface(interface, region: cluster.region, after: .seconds(90))
        }
        let group = cluster.hidden.text("group") ?? ""
        for rule in cloud.allEvenHidden(EC2Type.securityGroupRule.type, cluster.region)
        where rule.attributes.text("GroupId") == group { cloud.remove(rule.key) }
        cloud.remove(CloudObject.Key(EC2Type.securityGroup.type, cluster.region, group))
        let prefix = cluster.id + "/"
        for key in cloud.objects.keys.sorted() where key.region == cluster.region && key.id.hasPrefix(prefix) {
            if key.type.hasPrefix("AWS::EKS::") || key.type.hasPrefix("Kubernetes::") { cloud.remove(key) }
        }
        cloud.remove(cluster.key)
    }
}
