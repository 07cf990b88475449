import CloudCalls
import Values

/// Managed node groups, whose nodes an Auto Scaling group of their own launches.
enum Nodegroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateNodegroup": create, "DescribeNodegroup": describe, "ListNodegroups": list, "DeleteNodegroup": delete,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "eks.nodegroupSettles": settle, "eks.nodegroupGone": gone,
    ]

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let cluster = try EKS.findCluster(call, cloud)
        let name = try EKS.required("nodegroupName", call)
        guard let group = cloud.object(EKS.nodegroup, call.region, "\(cluster.id)/\(name)") else {
            throw AWSError("ResourceNotFoundException", "No node group found for name: \(name).")
        }
        return group
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.activeCluster(call, cloud)
        let name = try EKS.required("nodegroupName", call)
        return try cloud.once(
            call, token: call.input.text("clientRequestToken"), mismatch: "InvalidParameterException"
        ) { (cloud) throws(AWSError) in
            let key = CloudObject.Key(EKS.nodegroup, call.region, "\(cluster.id)/\(name)")
            guard cloud.objects[key] == nil else {
                throw AWSError(
                    "ResourceInUseException",
                    "NodeGroup already exists with name \(name) and cluster name \(cluster.id)")
            }
            let role = try EKS.required("nodeRole", call)
            try checkPlace(call, cluster, cloud)
            let sizes = try sizes(call.input["scalingConfig"], over: ["minSize": 1, "maxSize": 2, "desiredSize": 2])
            let version = call.input.text("version") ?? cluster.attributes.text("version") ?? ""
            try NodegroupUpdates.checkVersion(version, cluster)
            let data = try NodegroupTemplate.data(call.input, version: version, cluster, cloud)
            try EKS.checkRole(role, cloud, at: call.now)
            insert(key, attributes(call, name, version, sizes, cloud), data, cluster, call, &cloud)
            AccessEntries.insertForNodes(role, cluster, call, &cloud)
            cloud.schedule("eks.nodegroupSettles", after: .minutes(3), on: key)
            return ["nodegroup": shown(cloud.objects[key], cloud)]
        }
    }

    private static func checkPlace(_ call: Call, _ cluster: CloudObject, _ cloud: Cloud) throws(AWSError) {
        let subnets = call.input["subnets"]?.texts ?? []
        guard !subnets.isEmpty else {
            throw AWSError("InvalidParameterException", "Subnets can't be empty.")
        }
        for id in subnets {
            let subnet = cloud.object(EC2Type.subnet.type, call.region, id)
            guard let subnet, subnet.attributes["VpcId"] == cluster.attributes["resourcesVpcConfig"]?["vpcId"] else {
                throw AWSError(
                    "InvalidParameterException", "The subnet '\(id)' does not exist in the cluster's VPC.")
            }
        }
    }

    /// The sizes of a group after a change, checked.
    static func sizes(_ change: Value?, over old: Value) throws(AWSError) -> Value {
        let sizes = old.merging(change ?? [:])
        let least = sizes.number("minSize") ?? 0
        let most = sizes.number("maxSize") ?? 0
        let desired = sizes.number("desiredSize") ?? least
        guard least >= 0, most >= 1, least <= desired else {
            throw AWSError(
                "InvalidParameterException", "Minimum capacity \(least) can't be greater than desired size \(desired)")
        }
        guard desired <= most else {
            throw AWSError(
                "InvalidParameterException", "desired capacity \(desired) can't be greater than max size \(most)")
        }
        return sizes
    }

    private static func attributes(
        _ call: Call, _ name: String, _ version: String, _ sizes: Value, _ cloud: Cloud
    ) -> Value {
        let input = call.input
        var attributes: Value = [
            "nodegroupName": .string(name), "clusterName": input["clusterName"] ?? .null,
            "version": .string(version), "releaseVersion": .string("\(version).1-20260801"),
            "createdAt": .string(call.now.timestamp), "modifiedAt": .string(call.now.timestamp),
            "capacityType": input["capacityType"] ?? "ON_DEMAND", "scalingConfig": sizes,
            "subnets": input["subnets"] ?? [], "amiType": input["amiType"] ?? "AL2023_x86_64_STANDARD",
            "nodeRole": input["nodeRole"] ?? .null, "labels": input["labels"] ?? [:],
            "taints": input["taints"] ?? [], "updateConfig": input["updateConfig"] ?? ["maxUnavailable": 1],
            "nodeRepairConfig": input["nodeRepairConfig"] ?? ["enabled": false], "health": ["issues": []],
        ]
        if let template = input["launchTemplate"] {
            // EKS completes what a request leaves out.
            let found = cloud.allEvenHidden(EC2Type.launchTemplate.type, call.region).first {
                $0.id == template.text("id") || $0.attributes.text("LaunchTemplateName") == template.text("name")
            }
            attributes["launchTemplate"] = [
                "id": .string(found?.id ?? ""), "name": found?.attributes["LaunchTemplateName"] ?? "",
                "version": template["version"]
                    ?? .string(String(found?.attributes.number("DefaultVersionNumber") ?? 1)),
            ]
            if let types = input["instanceTypes"] { attributes["instanceTypes"] = types }
        } else {
            attributes["instanceTypes"] = input["instanceTypes"] ?? ["t3.medium"]
            attributes["diskSize"] = input["diskSize"] ?? 20
        }
        return attributes
    }

    private static func insert(
        _ key: CloudObject.Key, _ attributes: Value, _ data: Value, _ cluster: CloudObject, _ call: Call,
        _ cloud: inout Cloud
    ) {
        let name = attributes.text("nodegroupName") ?? ""
        let unique = cloud.freshID("", digits: 32)
        let scaling = "eks-\(name)-\(unique)"
        let tags = [
            "eks:cluster-name": cluster.id, "eks:nodegroup-name": name,
            "kubernetes.io/cluster/\(cluster.id)": "owned", "k8s.io/cluster-autoscaler/enabled": "true",
            "k8s.io/cluster-autoscaler/\(cluster.id)": "owned",
        ]
        let template = NodegroupTemplate.insert("eks-\(unique)", data, tags, call, &cloud)
        let sizes = attributes["scalingConfig"] ?? [:]
        cloud.insertScalingGroup(
            scaling, region: call.region,
            input: [
                "MinSize": sizes["minSize"] ?? 1, "MaxSize": sizes["maxSize"] ?? 2,
                "DesiredCapacity": sizes["desiredSize"] ?? 1, "HealthCheckGracePeriod": 15,
                "VPCZoneIdentifier": .string((attributes["subnets"]?.texts ?? []).joined(separator: ",")),
                "LaunchTemplate": ["LaunchTemplateId": .string(template), "Version": "1"],
            ], tags: tags)
        var attributes = attributes
        attributes["nodegroupArn"] = EKS.arn("nodegroup/\(cluster.id)/\(name)/\(unique)", call, cloud)
        attributes["resources"] = ["autoScalingGroups": [["name": .string(scaling)]]]
        cloud.insert(
            CloudObject(
                key, status: "CREATING", attributes: attributes,
                hidden: ["scalingGroup": .string(scaling), "template": .string(template), "updates": [:]],
                tags: EKS.tags(call), createdAt: call.now, visibleAt: call.now + .milliseconds(500)))
    }

    static func scalingGroup(_ group: CloudObject) -> CloudObject.Key {
        CloudObject.Key(AutoScaling.group, group.region, group.hidden.text("scalingGroup") ?? "")
    }

    /// The group with the size that its Auto Scaling group has now.
    static func shown(_ group: CloudObject?, _ cloud: Cloud) -> Value {
        var value = EKS.shown(group)
        if let group, let size = cloud.objects[scalingGroup(group)]?.attributes["DesiredCapacity"] {
            value["scalingConfig"]?["desiredSize"] = size
        }
        return value
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["nodegroup": shown(try find(call, cloud), cloud)]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let groups = EKS.children(EKS.nodegroup, of: try EKS.findCluster(call, cloud), cloud)
        return EKS.page(groups.compactMap { $0.attributes["nodegroupName"] }, items: "nodegroups", call)
    }

    // MARK: Life and end

    /// It is ACTIVE when all its nodes serve, and has failed when they don't after 20 minutes.
    private static func settle(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let group = cloud.objects[event.key], group.status == "CREATING" else { return }
        let scaling = cloud.objects[scalingGroup(group)]
        let nodes = (scaling?.hidden["instances"]?.elements ?? []).compactMap { $0.text("InstanceId") }
        let desired = scaling?.attributes.number("DesiredCapacity") ?? 0
        if nodes.count >= desired, nodes.allSatisfy({ cloud.isInstanceServing($0, group.region) }) {
            cloud.update(event.key) { $0.status = "ACTIVE" }
        } else if cloud.now >= group.createdAt + .minutes(20) {
            // EKS API reference, "Issue".
            let issue: Value =
                nodes.count < desired
                ? [
                    "code": "AsgInstanceLaunchFailures", "resourceIds": [.string(scaling?.id ?? "")],
                    "message": "Could not launch On-Demand Instances. InsufficientInstanceCapacity",
                ]
                : [
                    "code": "NodeCreationFailure", "resourceIds": .strings(nodes),
                    "message": "Instances failed to join the kubernetes cluster",
                ]
            cloud.update(event.key) {
                $0.status = "CREATE_FAILED"
                $0.attributes["health"] = ["issues": [issue]]
            }
        } else {
            cloud.schedule("eks.nodegroupSettles", after: .seconds(30), on: event.key)
        }
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        guard !["DELETING", "UPDATING"].contains(group.status) else {
            throw AWSError("ResourceInUseException", "Nodegroup \(group.id) is \(group.status).")
        }
        cloud.update(group.key) { $0.status = "DELETING" }
        let scaling = scalingGroup(group)
        for member in cloud.objects[scaling]?.hidden["instances"]?.elements ?? [] {
            cloud.leaveGroup(member.text("InstanceId") ?? "", scaling)
        }
        cloud.update(scaling) { $0.status = "Delete in progress" }
        cloud.schedule("asg.gone", after: .seconds(120), on: scaling)
        cloud.schedule("eks.nodegroupGone", after: .minutes(4), on: group.key)
        return ["nodegroup": shown(cloud.objects[group.key], cloud)]
    }

    private static func gone(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let group = cloud.objects[event.key], group.status == "DELETING" else { return }
        let template = group.hidden.text("template") ?? ""
        cloud.remove(CloudObject.Key(EC2Type.launchTemplate.type, group.region, template))
        cloud.remove(event.key)
        let cluster = group.attributes.text("clusterName") ?? ""
        let role = group.attributes.text("nodeRole") ?? ""
        let isStillUsed = cloud.all(EKS.nodegroup, group.region).contains {
            $0.id.hasPrefix(cluster + "/") && $0.attributes.text("nodeRole") == role
        }
        let entry = CloudObject.Key(EKS.accessEntry, group.region, "\(cluster)/\(role)")
        if !isStillUsed, cloud.objects[entry]?.hidden["isOfNodes"]?.flag == true { cloud.remove(entry) }
    }
}
