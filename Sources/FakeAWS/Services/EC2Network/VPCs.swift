import CloudCalls
import Values

/// VPCs, subnets and internet gateways.
///
/// Source: EC2 API reference; the codes are those of its page "Error codes".
enum VPCs {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateVpc": createVpc, "DescribeVpcs": EC2Type.vpc.describe(), "ModifyVpcAttribute": modifyVpcAttribute,
        "DescribeVpcAttribute": describeVpcAttribute, "DeleteVpc": deleteVpc, "CreateSubnet": createSubnet,
        "DescribeSubnets": EC2Type.subnet.describe(), "ModifySubnetAttribute": modifySubnetAttribute,
        "DeleteSubnet": deleteSubnet, "CreateInternetGateway": createInternetGateway,
        "DescribeInternetGateways": EC2Type.internetGateway.describe(),
        "AttachInternetGateway": attach, "DetachInternetGateway": detach,
        "DeleteInternetGateway": deleteInternetGateway,
    ]

    @Sendable private static func createVpc(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let text = try call.required("CidrBlock")
        guard let range = AddressRange(text), (16...28).contains(range.prefix) else {
            throw AWSError("InvalidVpc.Range", "The CIDR '\(text)' is invalid.")
        }
        guard
            cloud.allEvenHidden(EC2Type.vpc.type, call.region).count
                < ServiceQuotas.allowed("L-F678F1CE", call.region, cloud)
        else {
            throw AWSError("VpcLimitExceeded", "The maximum number of VPCs has been reached.")
        }
        let id = cloud.freshID("vpc-")
        let attributes: Value = [
            "VpcId": .string(id), "CidrBlock": .string(text), "DhcpOptionsId": "dopt-default",
            "InstanceTenancy": "default", "IsDefault": false, "OwnerId": .string(cloud.account),
        ]
        let key = cloud.insertEC2(
            .vpc, call, id: id, status: "available", attributes,
            hidden: ["EnableDnsSupport": true, "EnableDnsHostnames": false])
        let table = cloud.freshID("rtb-")
        var association: Value = ["RouteTableAssociationId": .string(cloud.freshID("rtbassoc-"))]
        association["RouteTableId"] = .string(table)
        association["Main"] = true
        association["AssociationState"] = ["State": "associated"]
        cloud.insert(
            CloudObject(
                CloudObject.Key(EC2Type.routeTable.type, call.region, table),
                attributes: [
                    "RouteTableId": .string(table), "VpcId": .string(id), "Associations": [association],
                    "OwnerId": .string(cloud.account), "PropagatingVgws": [],
                    "Routes": [RouteTables.localRoute(text)],
                ], createdAt: call.now))
        SecurityGroups.insertGroup("default", "default VPC security group", vpc: id, call, [:], &cloud)
        guard let vpc = cloud.objects[key] else { return [:] }
        return ["Vpc": EC2Type.vpc.shown(vpc)]
    }

    @Sendable private static func modifyVpcAttribute(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        let changed = ["EnableDnsSupport", "EnableDnsHostnames"].filter { call.input[$0] != nil }
        guard changed.count == 1 else {
            throw AWSError("InvalidParameterCombination", "Fields for multiple attribute types specified")
        }
        cloud.update(vpc.key) { $0.hidden[changed[0]] = call.input[changed[0]]?["Value"] ?? false }
        return [:]
    }

    @Sendable private static func describeVpcAttribute(
        _ cloud: inout Cloud, _ call: Call
    ) throws(AWSError) -> Value {
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        let attribute = try call.required("Attribute")
        let name = attribute.prefix(1).uppercased() + attribute.dropFirst()
        return ["VpcId": .string(vpc.id), name: ["Value": vpc.hidden[name] ?? false]]
    }

    @Sendable private static func deleteVpc(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        func isInside(_ object: CloudObject) -> Bool { object.attributes.text("VpcId") == vpc.id }
        let others: [EC2Type] = [.subnet, .networkInterface, .vpcEndpoint]
        var inside = others.flatMap { cloud.allEvenHidden($0.type, call.region) }.filter(isInside)
        inside += cloud.allEvenHidden(EC2Type.internetGateway.type, call.region).filter {
            $0.attributes["Attachments"]?.elements.contains { $0.text("VpcId") == vpc.id } == true
        }
        let groups = cloud.allEvenHidden(EC2Type.securityGroup.type, call.region).filter(isInside)
        let tables = cloud.allEvenHidden(EC2Type.routeTable.type, call.region).filter(isInside)
        inside += groups.filter { $0.attributes.text("GroupName") != "default" }
        inside += tables.filter { !RouteTables.isMain($0) }
        guard inside.isEmpty else {
            throw AWSError(
                "DependencyViolation", "The vpc '\(vpc.id)' has dependencies and cannot be deleted.")
        }
        for object in groups + tables { cloud.remove(object.key) }
        for rule in cloud.allEvenHidden(EC2Type.securityGroupRule.type, call.region)
        where groups.contains(where: { $0.id == rule.attributes.text("GroupId") }) { cloud.remove(rule.key) }
        cloud.remove(vpc.key)
        return [:]
    }

    // MARK: Subnets

    @Sendable private static func createSubnet(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        let text = try call.required("CidrBlock")
        guard let range = AddressRange(text), let whole = AddressRange(vpc.attributes.text("CidrBlock") ?? ""),
            whole.contains(range), (16...28).contains(range.prefix)
        else { throw AWSError("InvalidSubnet.Range", "The CIDR '\(text)' is invalid.") }
        let zone = call.input.text("AvailabilityZone") ?? Zones.names(in: call.region)[0]
        guard Zones.names(in: call.region).contains(zone) else {
            throw AWSError("InvalidParameterValue", "Value (\(zone)) for parameter availabilityZone is invalid.")
        }
        for other in cloud.allEvenHidden(EC2Type.subnet.type, call.region)
        where other.attributes.text("VpcId") == vpc.id {
            if let taken = AddressRange(other.attributes.text("CidrBlock") ?? ""), taken.overlaps(range) {
                throw AWSError("InvalidSubnet.Conflict", "The CIDR '\(text)' conflicts with another subnet")
            }
        }
        let id = cloud.freshID("subnet-")
        let key = cloud.insertEC2(
            .subnet, call, id: id, status: "available",
            [
                "SubnetId": .string(id), "VpcId": .string(vpc.id), "CidrBlock": .string(text),
                "AvailabilityZone": .string(zone), "AvailabilityZoneId": .string(Zones.id(of: zone)),
                "MapPublicIpOnLaunch": false, "DefaultForAz": false, "AssignIpv6AddressOnCreation": false,
                "AvailableIpAddressCount": .int(range.size - 5), "OwnerId": .string(cloud.account),
                "SubnetArn": .string("arn:aws:ec2:\(call.region):\(cloud.account):subnet/\(id)"),
            ])
        guard let subnet = cloud.objects[key] else { return [:] }
        return ["Subnet": EC2Type.subnet.shown(subnet)]
    }

    @Sendable private static func modifySubnetAttribute(
        _ cloud: inout Cloud, _ call: Call
    ) throws(AWSError) -> Value {
        let subnet = try cloud.ec2(.subnet, call, call.required("SubnetId"))
        if let value = call.input["MapPublicIpOnLaunch"]?["Value"] {
            cloud.update(subnet.key) { $0.attributes["MapPublicIpOnLaunch"] = value }
        }
        return [:]
    }

    @Sendable private static func deleteSubnet(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let subnet = try cloud.ec2(.subnet, call, call.required("SubnetId"))
        let interfaces = cloud.allEvenHidden(EC2Type.networkInterface.type, call.region)
        guard !interfaces.contains(where: { $0.attributes.text("SubnetId") == subnet.id }) else {
            throw AWSError(
                "DependencyViolation", "The subnet '\(subnet.id)' has dependencies and cannot be deleted.")
        }
        for table in cloud.allEvenHidden(EC2Type.routeTable.type, call.region) {
            let kept = (table.attributes["Associations"]?.elements ?? []).filter {
                $0.text("SubnetId") != subnet.id
            }
            if kept.count != table.attributes["Associations"]?.elements.count {
                cloud.update(table.key) { $0.attributes["Associations"] = .list(kept) }
            }
        }
        cloud.remove(subnet.key)
        return [:]
    }

    // MARK: Internet gateways

    @Sendable private static func createInternetGateway(
        _ cloud: inout Cloud, _ call: Call
    ) throws(AWSError) -> Value {
        let id = cloud.freshID("igw-")
        let key = cloud.insertEC2(
            .internetGateway, call, id: id,
            ["InternetGatewayId": .string(id), "Attachments": [], "OwnerId": .string(cloud.account)])
        guard let gateway = cloud.objects[key] else { return [:] }
        return ["InternetGateway": EC2Type.internetGateway.shown(gateway)]
    }

    @Sendable private static func attach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let gateway = try cloud.ec2(.internetGateway, call, call.required("InternetGatewayId"))
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        guard gateway.attributes["Attachments"]?.elements.isEmpty == true else {
            throw AWSError("Resource.AlreadyAssociated", "resource \(gateway.id) is already attached to network")
        }
        let isTaken = cloud.allEvenHidden(EC2Type.internetGateway.type, call.region).contains {
            $0.attributes["Attachments"]?.elements.contains { $0.text("VpcId") == vpc.id } == true
        }
        guard !isTaken else {
            throw AWSError("InvalidParameterValue", "Network \(vpc.id) already has an internet gateway attached")
        }
        cloud.update(gateway.key) {
            $0.attributes["Attachments"] = [["State": "available", "VpcId": .string(vpc.id)]]
        }
        return [:]
    }

    @Sendable private static func detach(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let gateway = try cloud.ec2(.internetGateway, call, call.required("InternetGatewayId"))
        let vpc = try call.required("VpcId")
        guard gateway.attributes["Attachments"]?.elements.contains(where: { $0.text("VpcId") == vpc }) == true else {
            throw AWSError("Gateway.NotAttached", "resource \(gateway.id) is not attached to network \(vpc)")
        }
        let hasPublicAddresses = cloud.allEvenHidden(EC2Type.networkInterface.type, call.region).contains {
            $0.attributes.text("VpcId") == vpc && $0.attributes["Association"]?.text("PublicIp") != nil
        }
        guard !hasPublicAddresses else {
            throw AWSError("DependencyViolation", "Network \(vpc) has some mapped public address(es).")
        }
        cloud.update(gateway.key) { $0.attributes["Attachments"] = [] }
        return [:]
    }

    @Sendable private static func deleteInternetGateway(
        _ cloud: inout Cloud, _ call: Call
    ) throws(AWSError) -> Value {
        let gateway = try cloud.ec2(.internetGateway, call, call.required("InternetGatewayId"))
        guard gateway.attributes["Attachments"]?.elements.isEmpty == true else {
            throw AWSError("DependencyViolation", "The internetGateway '\(gateway.id)' has dependencies.")
        }
        cloud.remove(gateway.key)
        return [:]
    }
}
