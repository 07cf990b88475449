import CloudCalls
import Values

/// Add-ons of clusters. Those that are Deployments are DEGRADED until there are nodes.
enum ClusterAddons {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateAddon": create, "DescribeAddon": describe, "ListAddons": list, "UpdateAddon": update,
        "DeleteAddon": delete, "DescribeAddonVersions": versions,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "eks.addonSettles": settle,
        "eks.addonGone": { cloud, event in
            guard cloud.objects[event.key]?.status == "DELETING" else { return }
            cloud.remove(event.key)
        },
    ]
    /// Its versions are those of Kubernetes.
    private static let proxy = "v%.0-eksbuild.1"
    private static let known = [
        "vpc-cni": "v1.21.0-eksbuild.1", "coredns": "v1.13.0-eksbuild.1", "kube-proxy": proxy,
        "eks-pod-identity-agent": "v1.4.0-eksbuild.1", "aws-ebs-csi-driver": "v1.55.0-eksbuild.1",
        "metrics-server": "v0.8.0-eksbuild.1",
    ]
    private static let needingNodes: Set<String> = ["coredns", "aws-ebs-csi-driver", "metrics-server"]

    /// What EKS takes where nobody names a version.
    private static func standard(_ name: String, _ cluster: String) -> String? {
        known[name].map { $0 == proxy ? "v\(cluster).0-eksbuild.1" : $0 }
    }

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let cluster = try EKS.findCluster(call, cloud)
        let name = try EKS.required("addonName", call)
        guard let addon = cloud.object(EKS.addon, call.region, "\(cluster.id)/\(name)") else {
            throw AWSError("ResourceNotFoundException", "No addon: \(name) found in cluster: \(cluster.id)")
        }
        return addon
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.activeCluster(call, cloud)
        let name = try EKS.required("addonName", call)
        guard let standard = standard(name, cluster.attributes.text("version") ?? "") else {
            throw AWSError("InvalidParameterException", "Addon \(name) specified is not supported")
        }
        return try cloud.once(
            call, token: call.input.text("clientRequestToken"), mismatch: "InvalidParameterException"
        ) { (cloud) throws(AWSError) in
            let key = CloudObject.Key(EKS.addon, call.region, "\(cluster.id)/\(name)")
            guard cloud.objects[key] == nil else {
                throw AWSError("ResourceInUseException", "Addon already exists.")
            }
            let unique = cloud.freshID("", digits: 32)
            var attributes: Value = [
                "addonName": .string(name), "clusterName": .string(cluster.id), "health": ["issues": []],
                "addonVersion": call.input["addonVersion"] ?? .string(standard),
                "addonArn": EKS.arn("addon/\(cluster.id)/\(name)/\(unique)", call, cloud),
                "createdAt": .string(call.now.timestamp), "modifiedAt": .string(call.now.timestamp),
            ]
            for member in ["serviceAccountRoleArn", "configurationValues", "namespaceConfig"] {
                attributes[member] = call.input[member]
            }
            cloud.insert(
                CloudObject(
                    key, status: "CREATING", attributes: attributes, hidden: ["updates": [:]], tags: EKS.tags(call),
                    createdAt: call.now, visibleAt: call.now + .milliseconds(500)))
            cloud.schedule("eks.addonSettles", after: .seconds(45), on: key)
            return ["addon": EKS.shown(cloud.objects[key])]
        }
    }

    private static func settle(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let addon = cloud.objects[event.key], ["CREATING", "DEGRADED"].contains(addon.status) else { return }
        let cluster = addon.attributes.text("clusterName") ?? ""
        let hasNodes = cloud.all(EKS.nodegroup, addon.region).contains {
            $0.id.hasPrefix(cluster + "/") && $0.status == "ACTIVE"
        }
        guard !hasNodes, needingNodes.contains(addon.attributes.text("addonName") ?? "") else {
            cloud.update(event.key) {
                $0.status = "ACTIVE"
                $0.attributes["health"] = ["issues": []]
            }
            return
        }
        cloud.update(event.key) {
            $0.status = "DEGRADED"
            $0.attributes["health"] = [
                "issues": [
                    [
                        "code": "InsufficientNumberOfReplicas", "resourceIds": [],
                        "message": "The add-on is unhealthy because it doesn't have the desired number of replicas.",
                    ]
                ]
            ]
        }
        cloud.schedule("eks.addonSettles", after: .seconds(15), on: event.key)
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["addon": EKS.shown(try find(call, cloud))]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let addons = EKS.children(EKS.addon, of: try EKS.findCluster(call, cloud), cloud)
        return EKS.page(addons.compactMap { $0.attributes["addonName"] }, items: "addons", call)
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let addon = try find(call, cloud)
        guard ["ACTIVE", "DEGRADED", "UPDATE_FAILED"].contains(addon.status) else {
            throw AWSError("ResourceInUseException", "Addon \(addon.id) is \(addon.status).")
        }
        var change: Value = [:]
        for name in ["addonVersion", "serviceAccountRoleArn", "configurationValues"] {
            if let value = call.input[name] { change[name] = value }
        }
        return [
            "update": ClusterUpdates.begin("AddonUpdate", on: addon.key, becomes: change, after: .seconds(40), &cloud)
        ]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let addon = try find(call, cloud)
        guard addon.status != "UPDATING" else {
            throw AWSError("ResourceInUseException", "Addon \(addon.id) is \(addon.status).")
        }
        cloud.update(addon.key) { $0.status = "DELETING" }
        cloud.schedule("eks.addonGone", after: .seconds(20), on: addon.key)
        return ["addon": EKS.shown(cloud.objects[addon.key])]
    }

    @Sendable private static func versions(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = call.input.text("addonName")
        let shown = known.sorted { $0.key < $1.key }.filter { name == nil || $0.key == name }.map { pair -> Value in
            let cluster = call.input.text("kubernetesVersion") ?? ClusterVersions.standard
            let compatibility: Value = ["clusterVersion": .string(cluster)]
            return [
                "addonName": .string(pair.key), "owner": "aws", "publisher": "eks",
                "addonVersions": [
                    [
                        "addonVersion": .string(standard(pair.key, cluster) ?? pair.value),
                        "compatibilities": [compatibility.merging(["defaultVersion": true])],
                    ]
                ],
            ]
        }
        return EKS.page(shown, items: "addons", call)
    }
}
