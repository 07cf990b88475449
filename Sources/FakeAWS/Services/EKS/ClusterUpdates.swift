import CloudCalls
import Values

/// Changes of clusters, one at a time, and the updates by which EKS tells of every change under way.
enum ClusterUpdates {
    static let operations: [String: ServiceDefinition.Handler] = [
        "UpdateClusterConfig": EKS.once(updateConfig), "UpdateClusterVersion": EKS.once(updateVersion),
        "DescribeUpdate": describe,
        "ListUpdates": list,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = ["eks.updated": updated]

    private struct Change {
        let type: String
        /// Whole attributes with their new values.
        let attributes: Value
        let duration: TimeSpan
    }

    @Sendable private static func updateConfig(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.findCluster(call, cloud, member: "name")
        let changes = try changes(of: cluster, call, cloud)
        guard changes.count <= 1 else {
            throw AWSError("InvalidParameterException", "Only one type of update can be allowed.")
        }
        guard let change = changes.first else {
            throw AWSError("InvalidParameterException", "No changes needed for the provided configuration.")
        }
        return try start(change, on: cluster, call, &cloud)
    }

    private static func changes(
        of cluster: CloudObject, _ call: Call, _ cloud: Cloud
    ) throws(AWSError) -> [Change] {
        let input = call.input
        let old = cluster.attributes
        var changes: [Change] = []
        if let vpc = input["resourcesVpcConfig"] {
            let merged = (old["resourcesVpcConfig"] ?? [:]).merging(vpc)
            let parts = [
                ("EndpointAccessUpdate", ["endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs"]),
                ("VpcConfigUpdate", ["subnetIds", "securityGroupIds"]),
            ]
            for (type, names) in parts where names.contains(where: { vpc[$0] != nil }) {
                changes.append(
                    Change(type: type, attributes: ["resourcesVpcConfig": merged], duration: .seconds(150)))
            }
            if vpc["subnetIds"] != nil || vpc["securityGroupIds"] != nil {
                let place = try Clusters.checkPlace(merged, call, cloud)
                guard place == old["resourcesVpcConfig"]?["vpcId"] else {
                    throw AWSError("InvalidParameterException", "Subnets must stay in the cluster's VPC.")
                }
            }
        }
        if let logging = input["logging"] {
            let merged = ClusterLogging.shown(logging, over: old["logging"])
            changes.append(Change(type: "LoggingUpdate", attributes: ["logging": merged], duration: .seconds(90)))
        }
        if let access = input["accessConfig"] {
            let modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"]
            let wanted = modes.firstIndex(of: access.text("authenticationMode") ?? "") ?? -1
            let present = modes.firstIndex(of: old["accessConfig"]?.text("authenticationMode") ?? "") ?? 0
            guard wanted == present || wanted == present + 1 else {
                throw AWSError("InvalidParameterException", "Unsupported authentication mode update.")
            }
            changes.append(
                Change(type: "AccessConfigUpdate", attributes: ["accessConfig": access], duration: .seconds(30)))
        }
        let plain = [
            ("upgradePolicy", "UpgradePolicyUpdate"), ("zonalShiftConfig", "ZonalShiftConfigUpdate"),
            ("deletionProtection", "DeletionProtectionUpdate"),
        ]
        for (name, type) in plain {
            guard let value = input[name] else { continue }
            changes.append(Change(type: type, attributes: .object(Members([(name, value)])), duration: .seconds(10)))
        }
        return changes
    }

    private static func start(
        _ change: Change, on cluster: CloudObject, _ call: Call, _ cloud: inout Cloud
    ) throws(AWSError) -> Value {
        guard cluster.status == "ACTIVE" else {
            throw AWSError(
                "ResourceInUseException",
                "Cannot \(change.type) because cluster \(cluster.id) currently has update in progress")
        }
        guard change.attributes.members.contains(where: { cluster.attributes[$0.name] != $0.value }) else {
            throw AWSError(
                "InvalidParameterException", "Cluster is already at the desired configuration (\(change.type)).")
        }
        return [
            "update": begin(
                change.type, on: cluster.key, becomes: change.attributes, after: change.duration, &cloud)
        ]
    }

    @Sendable private static func updateVersion(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let cluster = try EKS.findCluster(call, cloud, member: "name")
        let version = try EKS.required("version", call)
        let present = cluster.attributes.text("version") ?? ""
        guard ClusterVersions.isSupported(version) else {
            throw AWSError("InvalidParameterException", "unsupported Kubernetes version \(version)")
        }
        guard ClusterVersions.minor(version) == ClusterVersions.minor(present) + 1 else {
            throw AWSError(
                "InvalidParameterException", "unsupported Kubernetes version update from \(present) to \(version)")
        }
        let lagging = EKS.children(EKS.nodegroup, of: cluster, cloud).contains {
            ClusterVersions.minor($0.attributes.text("version") ?? "") + 3 < ClusterVersions.minor(version)
        }
        guard !lagging else {
            throw AWSError("InvalidRequestException", "Nodegroups must be updated before the cluster goes further.")
        }
        let change = Change(
            type: "VersionUpdate", attributes: ["version": .string(version)], duration: .minutes(9))
        return try start(change, on: cluster, call, &cloud)
    }

    // MARK: Updates

    /// Puts an object to UPDATING; after a while its attributes are those of `change` and it is ACTIVE again.
    /// - Parameter span: nil when the caller ends the update.
    static func begin(
        _ type: String, on key: CloudObject.Key, becomes change: Value, after span: TimeSpan?, _ cloud: inout Cloud
    ) -> Value {
        let id = cloud.freshID("", digits: 32)
        let update: Value = [
            "id": .string(id), "status": "InProgress", "type": .string(type), "errors": [],
            "createdAt": .string(cloud.now.timestamp),
            "params": UpdateParameters.list(of: change),
        ]
        cloud.update(key) {
            $0.status = "UPDATING"
            var updates = $0.hidden["updates"] ?? [:]
            updates[id] = update
            $0.hidden["updates"] = updates
        }
        if let span { cloud.schedule("eks.updated", after: span, on: key, ["id": .string(id), "change": change]) }
        return update
    }

    private static func updated(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard cloud.objects[event.key]?.status == "UPDATING" else { return }
        end(event.argument.text("id") ?? "", on: event.key, becomes: event.argument["change"] ?? [:], &cloud)
    }

    static func end(_ id: String, on key: CloudObject.Key, becomes change: Value, _ cloud: inout Cloud) {
        let moment = cloud.now.timestamp
        cloud.update(key) {
            $0.attributes = $0.attributes.merging(change)
            $0.attributes["modifiedAt"] = key.type == EKS.cluster ? nil : .string(moment)
            $0.status = "ACTIVE"
            var updates = $0.hidden["updates"] ?? [:]
            updates[id] = updates[id]?.merging(["status": "Successful"])
            $0.hidden["updates"] = updates
        }
    }

    private static func owner(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let cluster = try EKS.findCluster(call, cloud, member: "name")
        for (member, type) in [("nodegroupName", EKS.nodegroup), ("addonName", EKS.addon)] {
            guard let name = call.input.text(member) else { continue }
            guard let object = cloud.object(type, call.region, "\(cluster.id)/\(name)") else {
                throw AWSError("ResourceNotFoundException", "No \(member) \(name) in cluster \(cluster.id).")
            }
            return object
        }
        return cluster
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let id = try EKS.required("updateId", call)
        guard let update = try owner(call, cloud).hidden["updates"]?[id] else {
            throw AWSError("ResourceNotFoundException", "No update found for ID: \(id)")
        }
        return ["update": update]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let updates = try owner(call, cloud).hidden["updates"]?.members.names ?? []
        return EKS.page(updates.map(Value.string), items: "updateIds", call)
    }
}
