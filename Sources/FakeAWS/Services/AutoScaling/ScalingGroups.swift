import CloudCalls
import Values

/// Auto Scaling groups: they launch, watch and replace instances.
enum ScalingGroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateAutoScalingGroup": create, "DescribeAutoScalingGroups": describe, "UpdateAutoScalingGroup": update,
        "SetDesiredCapacity": setDesired, "DeleteAutoScalingGroup": delete,
        "DescribeScalingActivities": activities, "StartInstanceRefresh": startRefresh,
        "CancelInstanceRefresh": cancelRefresh,
        "DescribeInstanceRefreshes": refreshes, "AttachTrafficSources": attach, "DetachTrafficSources": detach,
        "DescribeTrafficSources": describeSources, "CreateOrUpdateTags": createTags, "DeleteTags": deleteTags,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "asg.tick": tick,
        "asg.gone": { cloud, event in
            guard cloud.objects[event.key]?.status == "Delete in progress" else { return }
            cloud.remove(event.key)
        },
    ]

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("AutoScalingGroupName")
        guard let group = cloud.object(AutoScaling.group, call.region, name) else {
            throw AWSError("ValidationError", "AutoScalingGroup name not found - AutoScalingGroup '\(name)' not found")
        }
        return group
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("AutoScalingGroupName")
        guard cloud.object(AutoScaling.group, call.region, name) == nil else {
            throw AWSError(
                "AlreadyExists",
                "AutoScalingGroup by this name already exists - A group with the name \(name) already exists")
        }
        guard cloud.launchData(call.input["LaunchTemplate"], call.region) != nil else {
            throw AWSError("ValidationError", "You must use a valid fully-formed launch template.")
        }
        for subnet in (call.input.text("VPCZoneIdentifier") ?? "").components(",") {
            guard cloud.object(EC2Type.subnet.type, call.region, subnet) != nil else {
                throw AWSError("ValidationError", "The subnet ID '\(subnet)' does not exist")
            }
        }
        var tags: [String: String] = [:]
        for tag in call.input["Tags"]?.elements ?? [] { tags[tag.text("Key") ?? ""] = tag.text("Value") ?? "" }
        cloud.insertScalingGroup(name, region: call.region, input: call.input, tags: tags)
        return [:]
    }

    static func shown(_ group: CloudObject, _ cloud: Cloud) -> Value {
        var value = group.attributes
        let instances = (group.hidden["instances"]?.elements ?? []).map { member -> Value in
            let id = member.text("InstanceId") ?? ""
            let instance = cloud.object(EC2Type.instance.type, group.region, id)
            return [
                "InstanceId": .string(id), "HealthStatus": "Healthy", "ProtectedFromScaleIn": false,
                "AvailabilityZone": instance?.attributes["Placement"]?["AvailabilityZone"] ?? "",
                "LifecycleState": .string(
                    cloud.isInstanceServing(id, group.region) || instance?.status == "running" ? "InService" : "Pending"
                ),
                "LaunchTemplate": member["LaunchTemplate"] ?? .null,
            ]
        }
        value["Instances"] = .list(instances)
        value["Tags"] = .list(
            group.tags.sorted { $0.key < $1.key }.map {
                [
                    "Key": .string($0.key), "Value": .string($0.value), "ResourceId": .string(group.id),
                    "ResourceType": "auto-scaling-group", "PropagateAtLaunch": true,
                ]
            })
        if !group.status.isEmpty { value["Status"] = .string(group.status) }
        return value
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let names = call.input["AutoScalingGroupNames"]?.texts
        var shownGroups: [Value] = []
        for group in cloud.all(AutoScaling.group, call.region) where names?.contains(group.id) ?? true {
            if try call.matches(group, fields: { _ in nil }) { shownGroups.append(shown(group, cloud)) }
        }
        return call.page(shownGroups, items: "AutoScalingGroups", size: "MaxRecords")
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        cloud.update(group.key) {
            for name in [
                "MinSize", "MaxSize", "DesiredCapacity", "LaunchTemplate", "VPCZoneIdentifier", "HealthCheckType",
                "HealthCheckGracePeriod",
            ] {
                if let value = call.input[name] { $0.attributes[name] = value }
            }
            let least = $0.attributes.number("MinSize") ?? 0
            let most = $0.attributes.number("MaxSize") ?? 0
            let desired = $0.attributes.number("DesiredCapacity") ?? least
            $0.attributes["DesiredCapacity"] = .int(min(max(desired, least), most))
        }
        return [:]
    }

    @Sendable private static func setDesired(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        let desired = call.input.number("DesiredCapacity") ?? 0
        let range = (group.attributes.number("MinSize") ?? 0)...(group.attributes.number("MaxSize") ?? 0)
        guard range.contains(desired) else {
            throw AWSError(
                "ValidationError", "New SetDesiredCapacity value \(desired) is outside of the group's limits.")
        }
        cloud.update(group.key) { $0.attributes["DesiredCapacity"] = .int(desired) }
        return [:]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        let members = group.hidden["instances"]?.elements ?? []
        guard members.isEmpty || call.input["ForceDelete"]?.flag == true else {
            throw AWSError(
                "ResourceInUse", "You cannot delete an AutoScalingGroup while there are instances still in the group.")
        }
        guard group.status.isEmpty else { return [:] }
        cloud.update(group.key) { $0.status = "Delete in progress" }
        for member in members { cloud.leaveGroup(member.text("InstanceId") ?? "", group.key) }
        cloud.schedule("asg.gone", after: .seconds(members.isEmpty ? 5 : 60), on: group.key)
        return [:]
    }

    // MARK: What a group does by itself

    private static func tick(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let group = cloud.objects[event.key], group.status.isEmpty else { return }
        cloud.tendGroup(event.key)
        TargetTracking.look(at: event.key, &cloud)
        Controllers.look(at: event.key, &cloud)
        let isQuiet = cloud.objects[event.key].map { !isRefreshing($0) } ?? true
        cloud.schedule("asg.tick", after: .seconds(isQuiet ? 15 : 10), on: event.key)
    }

    @Sendable private static func activities(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let names = call.input.text("AutoScalingGroupName").map { [$0] }
        let all = cloud.all(AutoScaling.group, call.region).filter { names?.contains($0.id) ?? true }
        return call.page(
            all.flatMap { $0.hidden["activities"]?.elements.reversed() ?? [] }, items: "Activities", size: "MaxRecords")
    }

    @Sendable private static func startRefresh(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        guard !isRefreshing(group) else {
            throw AWSError("InstanceRefreshInProgress", "An instance refresh is already in progress")
        }
        let id = cloud.freshID("refresh-")
        cloud.update(group.key) {
            $0.hidden["refresh"] = [
                "InstanceRefreshId": .string(id), "AutoScalingGroupName": .string(group.id), "Status": "InProgress",
                "StartTime": .string(call.now.timestamp), "PercentageComplete": 0,
                "Preferences": call.input["Preferences"] ?? [:],
            ]
        }
        return ["InstanceRefreshId": .string(id)]
    }

    private static func isRefreshing(_ group: CloudObject) -> Bool {
        ["InProgress", "Cancelling"].contains(group.hidden["refresh"]?.text("Status") ?? "")
    }

    /// Members that were replaced stay as they are (API reference, CancelInstanceRefresh).
    @Sendable private static func cancelRefresh(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        guard group.hidden["refresh"]?.text("Status") == "InProgress" else {
            throw AWSError(
                "ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found for the group")
        }
        cloud.update(group.key) { $0.hidden["refresh"]?["Status"] = "Cancelling" }
        return ["InstanceRefreshId": group.hidden["refresh"]?["InstanceRefreshId"] ?? ""]
    }

    @Sendable private static func refreshes(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        return ["InstanceRefreshes": .list(group.hidden["refresh"].map { [$0] } ?? [])]
    }

    // MARK: Traffic sources and tags

    @Sendable private static func attach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        for source in call.input["TrafficSources"]?.elements ?? [] {
            let arn = source.text("Identifier") ?? ""
            guard cloud.object(ELBv2.targetGroup, call.region, arn) != nil else {
                throw AWSError("ValidationError", "Target group '\(arn)' not found")
            }
        }
        guard !isRefreshing(group) else {
            throw AWSError("InstanceRefreshInProgress", "Cannot attach during an instance refresh")
        }
        let fresh = (call.input["TrafficSources"]?.elements ?? []).compactMap { $0.text("Identifier") }
        cloud.update(group.key) {
            let known = $0.attributes["TargetGroupARNs"]?.texts ?? []
            $0.attributes["TargetGroupARNs"] = .strings(known + fresh.filter { !known.contains($0) })
        }
        cloud.tendGroup(group.key)
        return [:]
    }

    @Sendable private static func detach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        let gone = (call.input["TrafficSources"]?.elements ?? []).compactMap { $0.text("Identifier") }
        for arn in gone {
            for member in group.hidden["instances"]?.elements ?? [] {
                cloud.deregisterTarget(member.text("InstanceId") ?? "", group: arn, region: call.region)
            }
        }
        cloud.update(group.key) {
            $0.attributes["TargetGroupARNs"] = .strings(
                ($0.attributes["TargetGroupARNs"]?.texts ?? []).filter { !gone.contains($0) })
        }
        return [:]
    }

    @Sendable private static func describeSources(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        return [
            "TrafficSources": .list(
                (group.attributes["TargetGroupARNs"]?.texts ?? []).map {
                    ["Identifier": .string($0), "Type": "elbv2", "State": "InService"]
                })
        ]
    }

    @Sendable private static func createTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for tag in call.input["Tags"]?.elements ?? [] {
            let name = tag.text("ResourceId") ?? ""
            guard cloud.object(AutoScaling.group, call.region, name) != nil else {
                throw AWSError("ValidationError", "AutoScalingGroup name not found - '\(name)'")
            }
            cloud.update(CloudObject.Key(AutoScaling.group, call.region, name)) {
                $0.tags[tag.text("Key") ?? ""] = tag.text("Value") ?? ""
            }
        }
        return [:]
    }

    @Sendable private static func deleteTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for tag in call.input["Tags"]?.elements ?? [] {
            cloud.update(CloudObject.Key(AutoScaling.group, call.region, tag.text("ResourceId") ?? "")) {
                $0.tags[tag.text("Key") ?? ""] = nil
            }
        }
        return [:]
    }
}
