import Values

extension Cloud {
    /// Makes an Auto Scaling group, as its API does, and as a node group does for itself.
    mutating func insertScalingGroup(_ name: String, region: String, input: Value, tags: [String: String]) {
        let key = CloudObject.Key(AutoScaling.group, region, name)
        let least = input.number("MinSize") ?? 0
        var attributes: Value = [
            "AutoScalingGroupName": .string(name), "MinSize": .int(least), "MaxSize": input["MaxSize"] ?? .int(least),
            "AutoScalingGroupARN": .string(
                "arn:aws:autoscaling:\(region):\(account):autoScalingGroup:\(freshID("")):autoScalingGroupName/\(name)"),
            "DesiredCapacity": input["DesiredCapacity"] ?? .int(least), "DefaultCooldown": 300,
            "HealthCheckType": input["HealthCheckType"] ?? "EC2",
            "HealthCheckGracePeriod": input["HealthCheckGracePeriod"] ?? 0,
            "TargetGroupARNs": input["TargetGroupARNs"] ?? [], "CreatedTime": .string(now.timestamp),
            "VPCZoneIdentifier": input["VPCZoneIdentifier"] ?? "", "AvailabilityZones": [],
        ]
        attributes["LaunchTemplate"] = input["LaunchTemplate"]
        insert(
            CloudObject(
                key, attributes: attributes,
                hidden: ["instances": [], "activities": [], "launchData": input["LaunchData"] ?? .null],
                tags: tags, createdAt: now))
        schedule("asg.tick", after: .seconds(8), on: key)
    }

    /// One look of a group at itself: members that failed leave, missing ones are launched, surplus ones end, and a
    /// refresh goes on.
    mutating func tendGroup(_ key: CloudObject.Key) {
        if objects[key]?.hidden["refresh"]?.text("Status") == "Cancelling" {
            update(key) { $0.hidden["refresh"]?["Status"] = "Cancelled" }
        }
        guard let group = objects[key] else { return }
        var members = group.hidden["instances"]?.elements ?? []
        let zones = (group.attributes.text("VPCZoneIdentifier") ?? "").components(",")
        for member in members where hasFailed(member.text("InstanceId") ?? "", group) {
            let id = member.text("InstanceId") ?? ""
            members.removeAll { $0.text("InstanceId") == id }
            leaveGroup(id, key)
            note("Terminating EC2 instance: \(id)", "Successful", "the instance failed its checks", key)
        }
        let desired = group.attributes.number("DesiredCapacity") ?? 0
        while members.count > desired + (group.refreshesWithSurplus ? 1 : 0) {
            // Of a group that asks the load balancer, what never turned healthy goes first.
            let first = members.firstIndex { !isInstanceServing($0.text("InstanceId") ?? "", key.region) } ?? 0
            leaveGroup(members.remove(at: first).text("InstanceId") ?? "", key)
        }
        let specification = group.attributes["LaunchTemplate"]
        let data = launchData(specification, key.region) ?? group.hidden["launchData"]
        let isSurplusDue = members.count == desired && isReplacementDue(group, members)
        while members.count < desired + (isSurplusDue ? 1 : 0), let data, !data.isNull {
            guard let subnet = nextSubnet(zones, members, key.region) else {
                note("Launching a new EC2 instance.", "Failed", "No zone has capacity.", key)
                break
            }
            members.append(launchMember(subnet, data, specification, key))
        }
        let current = Value.list(members)
        if group.hidden["instances"] != current { update(key) { $0.hidden["instances"] = current } }
        registerMembers(key)
        continueRefresh(key)
    }

    private mutating func launchMember(
        _ subnet: String, _ data: Value, _ specification: Value?, _ key: CloudObject.Key
    ) -> Value {
        var tags = objects[key]?.tags ?? [:]
        // An instance is no resource of the plan: it has the platform's tag and its group's, not the group's address.
        tags["reconcile:address"] = nil
        tags["reconcile:generation"] = nil
        tags["aws:autoscaling:groupName"] = key.id
        let id = launchInstance(region: key.region, subnetID: subnet, template: data, tags: tags, owner: key.id)
        note("Launching a new EC2 instance: \(id)", "Successful", "capacity", key)
        let version = resolvedVersion(specification, key.region)
        return [
            "InstanceId": .string(id), "LaunchTemplate": (specification ?? [:]).merging(["Version": .string(version)]),
        ]
    }

    /// The version number that a specification means now.
    private func resolvedVersion(_ specification: Value?, _ region: String) -> String {
        let text = specification?.text("Version") ?? "$Default"
        guard text.hasPrefix("$") else { return text }
        let template = object(EC2Type.launchTemplate.type, region, specification?.text("LaunchTemplateId") ?? "")
        let member = text == "$Latest" ? "LatestVersionNumber" : "DefaultVersionNumber"
        return String(template?.attributes.number(member) ?? 1)
    }

    /// The subnet of a zone that takes instances, with the fewest members.
    private func nextSubnet(_ subnets: [String], _ members: [Value], _ region: String) -> String? {
        let living = subnets.filter { id in
            let zone = object(EC2Type.subnet.type, region, id)?.attributes.text("AvailabilityZone") ?? ""
            return faults.canLaunch(in: zone)
        }
        func count(_ subnet: String) -> Int {
            members.count {
                object(EC2Type.instance.type, region, $0.text("InstanceId") ?? "")?.attributes.text("SubnetId")
                    == subnet
            }
        }
        return living.min { (count($0), $0) < (count($1), $1) }
    }

    private func hasFailed(_ id: String, _ group: CloudObject) -> Bool {
        guard let instance = object(EC2Type.instance.type, group.region, id) else { return true }
        if ["terminated", "shutting-down", "stopped", "stopping"].contains(instance.status) { return true }
        let zone = instance.attributes["Placement"]?.text("AvailabilityZone") ?? ""
        return faults.deadZones.contains(zone) || neverServed(instance, group)
    }

    /// A group that asks its load balancer replaces what does not turn healthy in its grace period.
    private func neverServed(_ instance: CloudObject, _ group: CloudObject) -> Bool {
        guard group.attributes.text("HealthCheckType") == "ELB", !isInstanceServing(instance.id, group.region) else {
            return false
        }
        let grace = TimeSpan.seconds(group.attributes.number("HealthCheckGracePeriod") ?? 0) + Instances.bootTime
        return (now - instance.createdAt).milliseconds * 100 > grace.milliseconds * faults.slowness
    }

    /// Takes an instance out of its target groups and ends it.
    mutating func leaveGroup(_ id: String, _ key: CloudObject.Key) {
        for arn in objects[key]?.attributes["TargetGroupARNs"]?.texts ?? [] {
            deregisterTarget(id, group: arn, region: key.region)
        }
        terminateInstance(id, region: key.region)
    }

    private mutating func registerMembers(_ key: CloudObject.Key) {
        guard let group = objects[key] else { return }
        for member in group.hidden["instances"]?.elements ?? [] {
            let id = member.text("InstanceId") ?? ""
            guard object(EC2Type.instance.type, key.region, id)?.status == "running" else { continue }
            for arn in group.attributes["TargetGroupARNs"]?.texts ?? [] {
                registerTarget(id, group: arn, region: key.region)
            }
        }
    }

    private func oldMembers(_ group: CloudObject, _ members: [Value]) -> [Value] {
        let wanted = resolvedVersion(group.attributes["LaunchTemplate"], group.region)
        return members.filter { $0["LaunchTemplate"]?.text("Version") != wanted }
    }

    private func allServe(_ members: [Value], of group: CloudObject) -> Bool {
        let groups = group.attributes["TargetGroupARNs"]?.texts ?? []
        return members.allSatisfy { member in
            let id = member.text("InstanceId") ?? ""
            return isInstanceServing(id, group.region)
                && groups.allSatisfy { isTargetHealthy(id, group: $0, region: group.region) }
        }
    }

    /// Whether a refresh that may have more than all members launches the next new one.
    private func isReplacementDue(_ group: CloudObject, _ members: [Value]) -> Bool {
        group.refreshesWithSurplus && allServe(members, of: group) && !oldMembers(group, members).isEmpty
    }

    /// A refresh replaces one member of an old version at a time, when all serve.
    private mutating func continueRefresh(_ key: CloudObject.Key) {
        guard let group = objects[key], group.hidden["refresh"]?.text("Status") == "InProgress" else { return }
        let members = group.hidden["instances"]?.elements ?? []
        let desired = group.attributes.number("DesiredCapacity") ?? 0
        guard members.count >= desired, allServe(members, of: group) else { return }
        guard let next = oldMembers(group, members).first else {
            update(key) {
                $0.hidden["refresh"]?["Status"] = "Successful"
                $0.hidden["refresh"]?["PercentageComplete"] = 100
            }
            return
        }
        guard members.count > desired || !group.refreshesWithSurplus else { return }
        let id = next.text("InstanceId") ?? ""
        update(key) {
            $0.hidden["instances"] = .list(members.filter { $0.text("InstanceId") != id })
        }
        leaveGroup(id, key)
    }

    private mutating func note(_ description: String, _ status: String, _ cause: String, _ key: CloudObject.Key) {
        let activity: Value = [
            "ActivityId": .string(freshID("activity-")), "AutoScalingGroupName": .string(key.id),
            "Description": .string(description), "StatusCode": .string(status), "Cause": .string(cause),
            "StartTime": .string(now.timestamp), "Progress": 100,
        ]
        update(key) {
            $0.hidden["activities"] = .list(Array((($0.hidden["activities"]?.elements ?? []) + [activity]).suffix(20)))
        }
    }
}

extension CloudObject {
    /// Whether an Auto Scaling group is in a refresh that launches a new member before an old one goes
    /// (MaxHealthyPercentage over 100; EC2 Auto Scaling user guide, "Understand the default values for an instance refresh").
    fileprivate var refreshesWithSurplus: Bool {
        guard let refresh = hidden["refresh"], refresh.text("Status") == "InProgress" else { return false }
        return refresh["Preferences"]?.number("MaxHealthyPercentage") ?? 100 > 100
    }
}
