import CloudCalls
import Values

/// Changes of node groups: settings at once, versions by replacing node after node.
enum NodegroupUpdates {
    static let operations: [String: ServiceDefinition.Handler] = [
        "UpdateNodegroupConfig": EKS.once(updateConfig), "UpdateNodegroupVersion": EKS.once(updateVersion),
    ]
    static let events: [String: ServiceDefinition.EventHandler] = ["eks.nodegroupRolls": rolls]

    static func checkVersion(_ version: String, _ cluster: CloudObject) throws(AWSError) {
        let present = cluster.attributes.text("version") ?? ""
        guard ClusterVersions.isSupported(version),
            ClusterVersions.minor(version) <= ClusterVersions.minor(present)
        else {
            throw AWSError(
                "InvalidParameterException",
                "Requested Nodegroup version \(version) is not supported by cluster version \(present)")
        }
    }

    private static func changeable(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let group = try Nodegroups.find(call, cloud)
        guard ["ACTIVE", "DEGRADED"].contains(group.status) else {
            throw AWSError(
                "ResourceInUseException", "Nodegroup cannot be updated as it is currently not in Active State")
        }
        return group
    }

    @Sendable private static func updateConfig(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try changeable(call, cloud)
        let input = call.input
        var change: Value = [:]
        if let scaling = input["scalingConfig"] {
            let present = Nodegroups.shown(group, cloud)["scalingConfig"] ?? [:]
            change["scalingConfig"] = try Nodegroups.sizes(scaling, over: present)
        }
        if let labels = input["labels"] {
            var merged = (group.attributes["labels"] ?? [:]).merging(labels["addOrUpdateLabels"] ?? [:])
            for name in labels["removeLabels"]?.texts ?? [] { merged[name] = nil }
            change["labels"] = merged
        }
        if let taints = input["taints"] {
            let changed = (taints["addOrUpdateTaints"]?.elements ?? []) + (taints["removeTaints"]?.elements ?? [])
            let kept = (group.attributes["taints"]?.elements ?? []).filter { taint in
                !changed.contains { $0["key"] == taint["key"] && $0["effect"] == taint["effect"] }
            }
            change["taints"] = .list(kept + (taints["addOrUpdateTaints"]?.elements ?? []))
        }
        for name in ["updateConfig", "nodeRepairConfig"] { if let value = input[name] { change[name] = value } }
        guard change != [:] else {
            throw AWSError("InvalidParameterException", "No changes needed for the provided configuration.")
        }
        if let sizes = change["scalingConfig"] {
            cloud.update(Nodegroups.scalingGroup(group)) {
                $0.attributes["MinSize"] = sizes["minSize"]
                $0.attributes["MaxSize"] = sizes["maxSize"]
                $0.attributes["DesiredCapacity"] = sizes["desiredSize"]
            }
        }
        return [
            "update": ClusterUpdates.begin(
                "ConfigUpdate", on: group.key, becomes: change, after: .seconds(20), &cloud)
        ]
    }

    @Sendable private static func updateVersion(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try changeable(call, cloud)
        let cluster = try EKS.findCluster(call, cloud)
        // Without a version the group gets the cluster's (UpdateNodegroupVersion, API reference).
        let version =
            call.input.text("version")
            ?? (call.input["launchTemplate"] == nil ? cluster : group).attributes.text("version") ?? ""
        try checkVersion(version, cluster)
        var change: Value = ["version": .string(version), "releaseVersion": .string("\(version).1-20260801")]
        if let template = call.input["launchTemplate"] {
            let present = group.attributes["launchTemplate"]
            guard let present, template["id"] == nil || template["id"] == present["id"],
                template["name"] == nil || template["name"] == present["name"]
            else {
                throw AWSError(
                    "InvalidParameterException", "The launch template of a node group can't be exchanged.")
            }
            change["launchTemplate"] = present.merging(["version": template["version"] ?? "1"])
        }
        let data = try NodegroupTemplate.data(group.attributes.merging(change), version: version, cluster, cloud)
        NodegroupTemplate.roll(group, to: data, &cloud)
        let update = ClusterUpdates.begin(
            "VersionUpdate", on: group.key, becomes: change, after: nil, &cloud)
        cloud.schedule(
            "eks.nodegroupRolls", after: .seconds(20), on: group.key,
            [
                "id": update["id"] ?? "", "change": change,
                "until": .int((call.now + .minutes(40)).milliseconds),
            ])
        return ["update": update]
    }

    /// Ends the update when every node is new; after 40 minutes it has failed.
    private static func rolls(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let group = cloud.objects[event.key], group.status == "UPDATING" else { return }
        let id = event.argument.text("id") ?? ""
        let scaling = Nodegroups.scalingGroup(group)
        if cloud.objects[scaling]?.hidden["refresh"]?.text("Status") == "Successful" {
            ClusterUpdates.end(id, on: event.key, becomes: event.argument["change"] ?? [:], &cloud)
        } else if cloud.now.milliseconds >= event.argument.number("until") ?? 0 {
            NodegroupTemplate.giveUp(group, &cloud)
            cloud.update(event.key) {
                $0.status = "ACTIVE"
                var updates = $0.hidden["updates"] ?? [:]
                updates[id] = updates[id]?.merging([
                    "status": "Failed",
                    "errors": [
                        [
                            "errorCode": "NodeCreationFailure",
                            "errorMessage": "Couldn't proceed with upgrade process as new nodes are not joining.",
                        ]
                    ],
                ])
                $0.hidden["updates"] = updates
            }
        } else {
            cloud.schedule("eks.nodegroupRolls", after: .seconds(20), on: event.key, event.argument)
        }
    }
}
