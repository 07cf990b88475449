import CloudCalls
import Values

/// Application Load Balancers, and the tags of every ELBv2 type.
///
/// CreateLoadBalancer with the settings of an existing one gives that one back (ELBv2 API reference).
enum LoadBalancers {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateLoadBalancer": create, "DescribeLoadBalancers": describe, "DeleteLoadBalancer": delete,
        "DescribeLoadBalancerAttributes": describeAttributes, "ModifyLoadBalancerAttributes": modifyAttributes,
        "SetSecurityGroups": setGroups, "SetSubnets": setSubnets, "DescribeTags": describeTags, "AddTags": addTags,
        "RemoveTags": removeTags,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "elb.active": { cloud, event in
            guard cloud.objects[event.key]?.status == "provisioning" else { return }
            cloud.update(event.key) { $0.status = "active" }
        }
    ]

    /// The object that an ARN of this service names.
    static func find(_ arn: String, _ type: String, _ code: String, _ call: Call, _ cloud: Cloud) throws(AWSError)
        -> CloudObject
    {
        guard let object = cloud.object(type, call.region, arn) else { throw AWSError(code, "'\(arn)' was not found") }
        return object
    }

    private static func balancer(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try find(
            call.required("LoadBalancerArn"), ELBv2.loadBalancer, "LoadBalancerNotFound", call, cloud)
    }

    static func shown(_ object: CloudObject) -> Value {
        object.attributes.merging(["State": ["Code": .string(object.status)]])
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("Name")
        guard name.count <= 32, !name.hasPrefix("internal-"), !name.hasPrefix("-"), !name.hasSuffix("-") else {
            throw AWSError("ValidationError", "The load balancer name '\(name)' is not valid")
        }
        let subnets = call.input["Subnets"]?.texts ?? []
        var zones: [Value] = []
        var vpc: Value = .null
        for id in subnets {
            guard let subnet = cloud.object(EC2Type.subnet.type, call.region, id) else {
                throw AWSError("SubnetNotFound", "The subnet ID '\(id)' is not valid")
            }
            vpc = subnet.attributes["VpcId"] ?? .null
            zones.append(["ZoneName": subnet.attributes["AvailabilityZone"] ?? .null, "SubnetId": .string(id)])
        }
        guard Set(zones.compactMap { $0.text("ZoneName") }).count >= 2 else {
            throw AWSError(
                "ValidationError", "At least two subnets in two different Availability Zones must be specified")
        }
        let groups = call.input["SecurityGroups"]?.texts ?? []
        for id in groups where cloud.object(EC2Type.securityGroup.type, call.region, id) == nil {
            throw AWSError("InvalidSecurityGroup", "The security group '\(id)' does not exist")
        }
        let existing = cloud.allEvenHidden(ELBv2.loadBalancer, call.region).first {
            $0.attributes.text("LoadBalancerName") == name
        }
        if let existing {
            guard existing.hidden["input"] == inputIdentity(call.input) else {
                throw AWSError(
                    "DuplicateLoadBalancerName",
                    "A load balancer with the same name '\(name)' exists, but with different settings")
            }
            return ["LoadBalancers": [shown(existing)]]
        }
        let id = cloud.freshID("", digits: 16)
        let full = "app/\(name)/\(id)"
        let arn = "arn:aws:elasticloadbalancing:\(call.region):\(cloud.account):loadbalancer/\(full)"
        var interfaces: [String] = []
        for subnet in subnets {
            interfaces.append(
                cloud.addInterface(
                    region: call.region, subnet: subnet, description: "ELB \(full)", groups: groups,
                    requester: "amazon-elb", publicAddress: "13.233.\(cloud.steadyNumber(id + subnet, below: 250)).7"))
        }
        let key = CloudObject.Key(ELBv2.loadBalancer, call.region, arn)
        let scheme = call.input.text("Scheme") ?? "internet-facing"
        cloud.insert(
            CloudObject(
                key, status: "provisioning",
                attributes: [
                    "LoadBalancerArn": .string(arn), "LoadBalancerName": .string(name), "Scheme": .string(scheme),
                    "Type": call.input["Type"] ?? "application", "VpcId": vpc, "IpAddressType": "ipv4",
                    "AvailabilityZones": .list(zones), "SecurityGroups": .strings(groups),
                    "CanonicalHostedZoneId": .string(call.region == "us-east-1" ? "Z35SXDOTRQ7X7K" : "ZP97RAFLXTNZK"),
                    "DNSName": .string(
                        "\(name)-\(cloud.steadyNumber(id, below: 900_000_000)).\(call.region).elb.amazonaws.com"),
                    "CreatedTime": .string(call.now.timestamp),
                ],
                hidden: [
                    "input": inputIdentity(call.input), "interfaces": .strings(interfaces),
                    "attributes": [
                        "deletion_protection.enabled": "false", "idle_timeout.timeout_seconds": "60",
                        "routing.http.drop_invalid_header_fields.enabled": "false", "routing.http2.enabled": "true",
                        "access_logs.s3.enabled": "false",
                    ],
                ], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        cloud.schedule("elb.active", after: .seconds(150), on: key)
        return ["LoadBalancers": .list(cloud.objects[key].map { [shown($0)] } ?? [])]
    }

    private static func inputIdentity(_ input: Value) -> Value {
        var identity = input
        identity["Tags"] = nil
        return identity
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arns = call.input["LoadBalancerArns"]?.texts
        let names = call.input["Names"]?.texts
        let all = cloud.all(ELBv2.loadBalancer, call.region).filter {
            (arns?.contains($0.id) ?? true)
                && (names?.contains($0.attributes.text("LoadBalancerName") ?? "") ?? true)
        }
        if (arns?.count ?? names?.count ?? 0) > all.count {
            throw AWSError("LoadBalancerNotFound", "One or more load balancers not found")
        }
        return call.page(
            all.map(shown), items: "LoadBalancers", size: "PageSize", marker: "Marker", next: "NextMarker")
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        guard let balancer = cloud.object(ELBv2.loadBalancer, call.region, try call.required("LoadBalancerArn")) else {
            return [:]
        }
        guard balancer.hidden["attributes"]?.text("deletion_protection.enabled") != "true" else {
            throw AWSError(
                "OperationNotPermitted",
                "Load balancer '\(balancer.id)' cannot be deleted because deletion protection is enabled")
        }
        for listener in cloud.allEvenHidden(ELBv2.listener, call.region)
        where listener.attributes.text("LoadBalancerArn") == balancer.id { Listeners.remove(listener, &cloud) }
        // Its interfaces block subnets and groups for a while longer.
        for interface in balancer.hidden["interfaces"]?.texts ?? [] {
            cloud.removeInterface(interface, region: call.region, after: .seconds(60))
        }
        cloud.remove(balancer.key)
        return [:]
    }

    private static func list(_ attributes: Value?) -> Value {
        .list((attributes?.members ?? Members()).map { ["Key": .string($0.name), "Value": $0.value] })
    }

    @Sendable private static func describeAttributes(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Attributes": list(try balancer(call, cloud).hidden["attributes"])]
    }

    @Sendable private static func modifyAttributes(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let balancer = try balancer(call, cloud)
        var attributes = balancer.hidden["attributes"] ?? [:]
        for pair in call.input["Attributes"]?.elements ?? [] { attributes[pair.text("Key") ?? ""] = pair["Value"] }
        let changed = attributes
        cloud.update(balancer.key) { $0.hidden["attributes"] = changed }
        return ["Attributes": list(attributes)]
    }

    @Sendable private static func setGroups(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let balancer = try balancer(call, cloud)
        let groups = call.input["SecurityGroups"]?.texts ?? []
        for id in groups where cloud.object(EC2Type.securityGroup.type, call.region, id) == nil {
            throw AWSError("InvalidSecurityGroup", "The security group '\(id)' does not exist")
        }
        cloud.update(balancer.key) { $0.attributes["SecurityGroups"] = .strings(groups) }
        for interface in balancer.hidden["interfaces"]?.texts ?? [] {
            cloud.update(CloudObject.Key(EC2Type.networkInterface.type, call.region, interface)) {
                $0.attributes["Groups"] = .list(groups.map { ["GroupId": .string($0)] })
            }
        }
        return ["SecurityGroupIds": .strings(groups)]
    }

    @Sendable private static func setSubnets(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let balancer = try balancer(call, cloud)
        var zones: [Value] = []
        for id in call.input["Subnets"]?.texts ?? [] {
            guard let subnet = cloud.object(EC2Type.subnet.type, call.region, id) else {
                throw AWSError("SubnetNotFound", "The subnet ID '\(id)' is not valid")
            }
            zones.append(["ZoneName": subnet.attributes["AvailabilityZone"] ?? .null, "SubnetId": .string(id)])
        }
        let changed = zones
        cloud.update(balancer.key) { $0.attributes["AvailabilityZones"] = .list(changed) }
        return ["AvailabilityZones": .list(zones)]
    }

    // MARK: Tags

    private static func named(_ arn: String, _ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        for type in [ELBv2.loadBalancer, ELBv2.targetGroup, ELBv2.listener, ELBv2.rule] {
            if let object = cloud.object(type, call.region, arn) { return object }
        }
        throw AWSError(
            arn.contains(":targetgroup/") ? "TargetGroupNotFound" : "LoadBalancerNotFound", "'\(arn)' not found")
    }

    @Sendable private static func describeTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arns = call.input["ResourceArns"]?.texts ?? []
        guard arns.count <= 20 else {
            throw AWSError("ValidationError", "Up to 20 resources can be described at a time")
        }
        var descriptions: [Value] = []
        for arn in arns {
            descriptions.append(["ResourceArn": .string(arn), "Tags": try named(arn, call, cloud).tagList])
        }
        return ["TagDescriptions": .list(descriptions)]
    }

    @Sendable private static func addTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for arn in call.input["ResourceArns"]?.texts ?? [] {
            let object = try named(arn, call, cloud)
            cloud.update(object.key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        }
        return [:]
    }

    @Sendable private static func removeTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for arn in call.input["ResourceArns"]?.texts ?? [] {
            let object = try named(arn, call, cloud)
            cloud.update(object.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        }
        return [:]
    }
}
