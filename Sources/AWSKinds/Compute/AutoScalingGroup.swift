import CloudCalls
import Providers
import Resources
import Values

/// An Auto Scaling group. It is ready when all that it wants serve; a new template version begins an instance refresh
/// (UpdateAutoScalingGroup alone leaves running instances as they are, Auto Scaling API reference).
struct AutoScalingGroup: KindDriver {
    private static let sizes = ["MinSize", "MaxSize", "HealthCheckType", "HealthCheckGracePeriod", "LaunchTemplate"]
    /// Says that members of an older version are to be replaced; no spec has it.
    private static let outdated = "HasOutdatedInstances"

    let schema = KindSchema(
        kind: "AWS::AutoScaling::AutoScalingGroup", service: "autoscaling",
        identity: .name(property: "AutoScalingGroupName", limit: 255),
        rules: [
            PropertyRule("AutoScalingGroupName", .replaces), PropertyRule("DesiredCapacity", .movedByOthers),
            PropertyRule("VPCZoneIdentifier", .unordered), PropertyRule("TargetGroupARNs", .unordered),
        ],
        durations: ExpectedDurations(
            create: .seconds(180), update: .seconds(180), delete: .seconds(75), deadline: .minutes(15)))
    let calls = KindCalls(
        reads: ["DescribeAutoScalingGroups", "DescribeInstanceRefreshes", "elbv2.DescribeTargetHealth"],
        changes: [
            "CreateAutoScalingGroup", "UpdateAutoScalingGroup", "AttachTrafficSources", "DetachTrafficSources",
            "StartInstanceRefresh", "CancelInstanceRefresh", "CreateOrUpdateTags", "DeleteTags",
        ],
        deletes: ["DeleteAutoScalingGroup"],
        alsoNeeded: ["ec2:CreateTags", "ec2:RunInstances", "iam:CreateServiceLinkedRole", "iam:PassRole"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope {
            input["AutoScalingGroupNames"] = [
                target.properties["AutoScalingGroupName"] ?? .string(target.physicalID)
            ]
        }
        var groups = try await cloud.pages(
            "autoscaling", "DescribeAutoScalingGroups", scope.region, input, items: "AutoScalingGroups")
        // All groups are read, as for `TrafficSource`, which shares the call: node groups' have no tags of ours.
        if case .platform(let platform, _) = scope {
            groups.removeAll { IdentityTags.parse($0["Tags"])[IdentityTags.platform] != platform }
        }
        var found: [Found] = []
        for group in groups { found.append(try await self.found(group, scope, cloud)) }
        return found
    }

    private func found(_ group: Value, _ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> Found {
        let readiness = ScalingGroupReadiness(group: group, region: scope.region, cloud: cloud)
        let refresh = try await readiness.latestRefresh()
        var properties = EC2Kind.members(
            ["AutoScalingGroupName", "DesiredCapacity", "TargetGroupARNs"] + Self.sizes, of: group)
        properties["VPCZoneIdentifier"] = .strings(
            (group.text("VPCZoneIdentifier") ?? "").split(separator: ",").map(String.init))
        if let template = group["LaunchTemplate"] {
            properties["LaunchTemplate"] = EC2Kind.members(["LaunchTemplateId", "Version"], of: template)
        }
        properties[Self.outdated] = .bool(readiness.needsRefresh(after: refresh))
        var status = ResourceObservation.Status.deleting
        if group.text("Status") == nil {
            status = differs(properties, scope) ? .ready : try await readiness.status(refresh)
        }
        return Found(
            physicalID: group.text("AutoScalingGroupName") ?? "", status: status, properties: properties,
            attributes: EC2Kind.members(["AutoScalingGroupName", "AutoScalingGroupARN"], of: group),
            tags: IdentityTags.parse(group["Tags"]))
    }

    /// Whether a target wants another group than there is: then it must not wait for the present instances, which may
    /// never serve and be the very cause of the change.
    private func differs(_ properties: Value, _ scope: ListScope) -> Bool {
        guard case .one(let target) = scope else { return false }
        return (Self.sizes + [Self.outdated]).contains {
            target.properties[$0] != nil && target.properties[$0] != properties[$0]
        }
    }

    func normalized(_ properties: Value) -> Value { properties.merging([Self.outdated: false]) }

    /// The tags of instances are the group's but for those that make it a resource of the plan.
    private func tags(_ target: Target, group: Value) -> Value {
        .list(
            IdentityTags.tags(for: target).map { tag in
                let isGroups = [IdentityTags.address, IdentityTags.generation].contains(tag.key)
                return [
                    "Key": .string(tag.key), "Value": .string(tag.value), "ResourceId": group,
                    "ResourceType": "auto-scaling-group", "PropagateAtLaunch": .bool(!isGroups),
                ]
            })
    }

    private func subnets(_ target: Target) -> Value {
        .string((target.properties["VPCZoneIdentifier"]?.texts ?? []).joined(separator: ","))
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let name = target.properties["AutoScalingGroupName"] ?? .null
        var input = EC2Kind.members(
            ["AutoScalingGroupName", "DesiredCapacity", "TargetGroupARNs"] + Self.sizes, of: target.properties)
        input["VPCZoneIdentifier"] = subnets(target)
        input["Tags"] = tags(target, group: name)
        try await cloud.call("autoscaling", "CreateAutoScalingGroup", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let name: Value = ["AutoScalingGroupName": .string(found.physicalID)]
        if differences.contains("Tags") { try await updateTags(target, found, cloud) }
        var input = EC2Kind.members(differences.filter(Self.sizes.contains), of: target.properties)
        if differences.contains("VPCZoneIdentifier") { input["VPCZoneIdentifier"] = subnets(target) }
        if input != [:] {
            try await cloud.call("autoscaling", "UpdateAutoScalingGroup", target.region, input.merging(name))
        }
        if differences.contains("TargetGroupARNs") {
            let old = Set(found.properties["TargetGroupARNs"]?.texts ?? [])
            let new = Set(target.properties["TargetGroupARNs"]?.texts ?? [])
            let changes = [
                ("AttachTrafficSources", new.subtracting(old)), ("DetachTrafficSources", old.subtracting(new)),
            ]
            for (operation, arns) in changes where !arns.isEmpty {
                let sources = Value.list(arns.sorted().map { ["Identifier": .string($0), "Type": "elbv2"] })
                try await cloud.call(
                    "autoscaling", operation, target.region, name.merging(["TrafficSources": sources]))
            }
        }
        if differences.contains("LaunchTemplate") || differences.contains(Self.outdated) {
            try await refresh(target, name, cloud)
        }
    }

    /// New instances come before old ones go. A refresh to what is no longer wanted is called off; the next look finds
    /// members of another version, and begins one of its own.
    private func refresh(_ target: Target, _ name: Value, _ cloud: CloudAccess) async throws(AWSError) {
        do throws(AWSError) {
            try await cloud.call(
                "autoscaling", "StartInstanceRefresh", target.region,
                name.merging([
                    "Preferences": [
                        "MinHealthyPercentage": 100, "MaxHealthyPercentage": 200, "SkipMatching": true,
                    ]
                ]))
        } catch {
            guard error.code == "InstanceRefreshInProgress" else { throw error }
            try await cloud.call("autoscaling", "CancelInstanceRefresh", target.region, name)
        }
    }

    private func updateTags(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let group = Value.string(found.physicalID)
        try await cloud.call(
            "autoscaling", "CreateOrUpdateTags", target.region, ["Tags": tags(target, group: group)])
        let surplus = IdentityTags.surplus(found.tags, for: target)
        guard !surplus.isEmpty else { return }
        try await cloud.call(
            "autoscaling", "DeleteTags", target.region,
            [
                "Tags": .list(
                    surplus.map {
                        ["Key": .string($0), "ResourceId": group, "ResourceType": "auto-scaling-group"]
                    })
            ])
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "autoscaling", "DeleteAutoScalingGroup", target.region,
            ["AutoScalingGroupName": .string(found.physicalID), "ForceDelete": true])
    }
}
