import CloudCalls
import Values

/// Target groups, their targets and what the health checks say of them.
enum TargetGroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateTargetGroup": create, "DescribeTargetGroups": describe, "ModifyTargetGroup": modify,
        "DeleteTargetGroup": delete, "DescribeTargetGroupAttributes": describeAttributes,
        "ModifyTargetGroupAttributes": modifyAttributes, "RegisterTargets": register,
        "DeregisterTargets": deregister, "DescribeTargetHealth": describeHealth,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "elb.drained": { cloud, event in
            cloud.update(event.key) {
                let id = event.argument.text("Id") ?? ""
                $0.hidden["targets"] = .list(
                    ($0.hidden["targets"]?.elements ?? []).filter {
                        $0.text("Id") != id || $0["draining"]?.flag != true
                    })
            }
        }
    ]

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try LoadBalancers.find(
            call.required("TargetGroupArn"), ELBv2.targetGroup, "TargetGroupNotFound", call, cloud)
    }

    private static let checks = [
        "HealthCheckPath", "HealthCheckIntervalSeconds", "HealthyThresholdCount", "UnhealthyThresholdCount",
        "HealthCheckTimeoutSeconds", "HealthCheckProtocol", "HealthCheckPort", "Matcher",
    ]

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("Name")
        guard name.count <= 32 else { throw AWSError("ValidationError", "Target group name '\(name)' is too long") }
        let vpc = try call.required("VpcId")
        guard cloud.object(EC2Type.vpc.type, call.region, vpc) != nil else {
            throw AWSError("ValidationError", "The VPC ID '\(vpc)' is not found")
        }
        var identity = call.input
        identity["Tags"] = nil
        let existing = cloud.allEvenHidden(ELBv2.targetGroup, call.region).first {
            $0.attributes.text("TargetGroupName") == name
        }
        if let existing {
            guard existing.hidden["input"] == identity else {
                throw AWSError(
                    "DuplicateTargetGroupName",
                    "A target group with the same name '\(name)' exists, but with different settings")
            }
            return ["TargetGroups": [shown(existing, cloud)]]
        }
        let arn =
            "arn:aws:elasticloadbalancing:\(call.region):\(cloud.account):targetgroup/\(name)/\(cloud.freshID("", digits: 16))"
        let key = CloudObject.Key(ELBv2.targetGroup, call.region, arn)
        var attributes: Value = [
            "HealthCheckPath": "/", "HealthCheckIntervalSeconds": 30, "HealthyThresholdCount": 5,
            "UnhealthyThresholdCount": 2, "HealthCheckTimeoutSeconds": 5, "HealthCheckProtocol": "HTTP",
            "HealthCheckPort": "traffic-port", "Matcher": ["HttpCode": "200"], "HealthCheckEnabled": true,
            "TargetGroupArn": .string(arn), "TargetGroupName": .string(name), "VpcId": .string(vpc),
            "Protocol": call.input["Protocol"] ?? "HTTP", "Port": call.input["Port"] ?? 80,
            "TargetType": call.input["TargetType"] ?? "instance", "ProtocolVersion": "HTTP1", "IpAddressType": "ipv4",
        ]
        for name in checks { if let value = call.input[name] { attributes[name] = value } }
        cloud.insert(
            CloudObject(
                key, attributes: attributes,
                hidden: [
                    "input": identity, "targets": [],
                    "failing": cloud.faults.failingReleases > 0 ? .int(cloud.faults.failingReleases) : .null,
                    "attributes": [
                        "deregistration_delay.timeout_seconds": "300", "slow_start.duration_seconds": "0",
                        "stickiness.enabled": "false", "load_balancing.algorithm.type": "round_robin",
                    ],
                ], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return ["TargetGroups": .list(cloud.objects[key].map { [shown($0, cloud)] } ?? [])]
    }

    /// The load balancers whose listeners or rules forward to a group.
    static func users(of arn: String, _ region: String, _ cloud: Cloud) -> [String] {
        var found: Set<String> = []
        for type in [ELBv2.listener, ELBv2.rule] {
            for object in cloud.allEvenHidden(type, region) {
                let actions = object.attributes[type == ELBv2.listener ? "DefaultActions" : "Actions"]?.elements ?? []
                guard actions.contains(where: { Listeners.groups(of: $0).contains(arn) }) else { continue }
                let listener =
                    type == ELBv2.listener
                    ? object : cloud.object(ELBv2.listener, region, object.hidden.text("listener") ?? "")
                if let balancer = listener?.attributes.text("LoadBalancerArn") { found.insert(balancer) }
            }
        }
        return found.sorted()
    }

    private static func shown(_ group: CloudObject, _ cloud: Cloud) -> Value {
        group.attributes.merging(["LoadBalancerArns": .strings(users(of: group.id, group.region, cloud))])
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arns = call.input["TargetGroupArns"]?.texts
        let names = call.input["Names"]?.texts
        let all = cloud.all(ELBv2.targetGroup, call.region).filter {
            (arns?.contains($0.id) ?? true) && (names?.contains($0.attributes.text("TargetGroupName") ?? "") ?? true)
        }
        if (arns?.count ?? names?.count ?? 0) > all.count {
            throw AWSError("TargetGroupNotFound", "One or more target groups not found")
        }
        let snapshot = cloud
        return call.page(
            all.map { shown($0, snapshot) }, items: "TargetGroups", size: "PageSize", marker: "Marker",
            next: "NextMarker")
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        cloud.update(group.key) {
            for name in checks { if let value = call.input[name] { $0.attributes[name] = value } }
        }
        return ["TargetGroups": .list(cloud.objects[group.key].map { [shown($0, cloud)] } ?? [])]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        guard let group = cloud.object(ELBv2.targetGroup, call.region, try call.required("TargetGroupArn")) else {
            return [:]
        }
        guard users(of: group.id, call.region, cloud).isEmpty else {
            throw AWSError("ResourceInUse", "Target group '\(group.id)' is currently in use by a listener or a rule")
        }
        cloud.remove(group.key)
        return [:]
    }

    private static func list(_ attributes: Value?) -> Value {
        .list((attributes?.members ?? Members()).map { ["Key": .string($0.name), "Value": $0.value] })
    }

    @Sendable private static func describeAttributes(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Attributes": list(try find(call, cloud).hidden["attributes"])]
    }

    @Sendable private static func modifyAttributes(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        var attributes = group.hidden["attributes"] ?? [:]
        for pair in call.input["Attributes"]?.elements ?? [] { attributes[pair.text("Key") ?? ""] = pair["Value"] }
        let changed = attributes
        cloud.update(group.key) { $0.hidden["attributes"] = changed }
        return ["Attributes": list(attributes)]
    }

    // MARK: Targets

    @Sendable private static func register(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        for target in call.input["Targets"]?.elements ?? [] {
            let id = target.text("Id") ?? ""
            if group.attributes.text("TargetType") == "instance" {
                guard let instance = cloud.object(EC2Type.instance.type, call.region, id), instance.status == "running"
                else { throw AWSError("InvalidTarget", "The instance '\(id)' is not in the running state") }
            }
            cloud.registerTarget(id, port: target.number("Port"), group: group.id, region: call.region)
        }
        return [:]
    }

    @Sendable private static func deregister(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        for target in call.input["Targets"]?.elements ?? [] {
            cloud.deregisterTarget(target.text("Id") ?? "", group: group.id, region: call.region)
        }
        return [:]
    }

    /// The state and reason of a target now.
    static func health(
        _ target: Value, _ group: CloudObject, _ cloud: Cloud, at moment: Instant? = nil
    ) -> (state: String, reason: String) {
        if target["draining"]?.flag == true { return ("draining", "Target.DeregistrationInProgress") }
        guard !users(of: group.id, group.region, cloud).isEmpty else { return ("unused", "Target.NotInUse") }
        let id = target.text("Id") ?? ""
        guard cloud.isInstanceServing(id, group.region) else {
            let isBooting = ["pending", "running"].contains(
                cloud.object(EC2Type.instance.type, group.region, id)?.status ?? "")
            return isBooting ? ("initial", "Elb.InitialHealthChecking") : ("unhealthy", "Target.FailedHealthChecks")
        }
        if let door = NodeDoor(target, group, cloud), !door.isOpen { return ("unhealthy", "Target.FailedHealthChecks") }
        let instance = cloud.object(EC2Type.instance.type, group.region, id)
        let since = max(target.number("since") ?? 0, instance?.hidden.number("bootedAt") ?? 0)
        let interval = group.attributes.number("HealthCheckIntervalSeconds") ?? 30
        let threshold = group.attributes.number("HealthyThresholdCount") ?? 5
        let needed = interval * threshold * 1000
        return (moment ?? cloud.now).milliseconds - since >= needed
            ? ("healthy", "") : ("initial", "Elb.InitialHealthChecking")
    }

    @Sendable private static func describeHealth(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        let descriptions = (group.hidden["targets"]?.elements ?? []).map { target -> Value in
            let (state, reason) = health(target, group, cloud)
            var health: Value = ["State": .string(state)]
            if !reason.isEmpty {
                health["Reason"] = .string(reason)
                health["Description"] = .string(reason)
            }
            return [
                "Target": ["Id": target["Id"] ?? .null, "Port": target["Port"] ?? group.attributes["Port"] ?? 80],
                "TargetHealth": health, "HealthCheckPort": "80",
            ]
        }
        return ["TargetHealthDescriptions": .list(descriptions)]
    }

    /// The moment behind `moment` at which a target's health changes by time alone; nil when none does.
    static func nextChange(_ target: Value, _ group: CloudObject, _ cloud: Cloud, after moment: Instant) -> Int? {
        let booted = cloud.object(EC2Type.instance.type, group.region, target.text("Id") ?? "")?.hidden.number(
            "bootedAt")
        let since = max(target.number("since") ?? 0, booted ?? 0)
        let interval = group.attributes.number("HealthCheckIntervalSeconds") ?? 30
        let threshold = group.attributes.number("HealthyThresholdCount") ?? 5
        let flips = since + interval * threshold * 1000
        return flips > moment.milliseconds ? flips : nil
    }
}

extension Cloud {
    /// Puts a target into a group, or takes it back from draining.
    mutating func registerTarget(_ id: String, port: Int? = nil, group: String, region: String) {
        let key = CloudObject.Key(ELBv2.targetGroup, region, group)
        let targets = objects[key]?.hidden["targets"]?.elements ?? []
        // Groups register their members again and again: nothing changes, so that nothing is to be counted.
        guard !targets.contains(where: { $0.text("Id") == id && $0["draining"] == nil }) else { return }
        let fresh: Value = ["Id": .string(id), "Port": port.map(Value.int) ?? .null, "since": .int(now.milliseconds)]
        update(key) { $0.hidden["targets"] = .list(targets.filter { $0.text("Id") != id } + [fresh.compacted]) }
    }

    /// Begins to drain a target; it goes when the group's delay is over.
    mutating func deregisterTarget(_ id: String, group: String, region: String) {
        let key = CloudObject.Key(ELBv2.targetGroup, region, group)
        guard let object = objects[key] else { return }
        let delay = Int(object.hidden["attributes"]?.text("deregistration_delay.timeout_seconds") ?? "300") ?? 300
        update(key) {
            $0.hidden["targets"] = .list(
                ($0.hidden["targets"]?.elements ?? []).map {
                    $0.text("Id") == id ? $0.merging(["draining": true]) : $0
                })
        }
        schedule("elb.drained", after: .seconds(delay), on: key, ["Id": .string(id)])
    }

    /// Whether a target is healthy in a group.
    func isTargetHealthy(_ id: String, group arn: String, region: String) -> Bool {
        guard let group = object(ELBv2.targetGroup, region, arn),
            let target = group.hidden["targets"]?.elements.first(where: { $0.text("Id") == id })
        else { return false }
        return TargetGroups.health(target, group, self).state == "healthy"
    }
}
