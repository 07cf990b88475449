import CloudCalls
import Values

/// Elastic addresses and NAT gateways.
enum Gateways {
    static let operations: [String: ServiceDefinition.Handler] = [
        "AllocateAddress": allocate, "DescribeAddresses": describeAddresses, "ReleaseAddress": release,
        "AssociateAddress": associate, "DisassociateAddress": disassociate, "CreateNatGateway": createNAT,
        "DescribeNatGateways": EC2Type.natGateway.describe(), "DeleteNatGateway": deleteNAT,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "ec2.natAvailable": { cloud, event in
            guard cloud.objects[event.key]?.status == "pending" else { return }
            cloud.update(event.key) { $0.status = "available" }
        },
        "ec2.natDeleted": natDeleted,
        "ec2.natForgotten": { cloud, event in cloud.remove(event.key) },
    ]

    @Sendable private static func allocate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let addresses = cloud.allEvenHidden(EC2Type.address.type, call.region)
        guard addresses.count < ServiceQuotas.allowed("L-0263D0A3", call.region, cloud) else {
            throw AWSError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
        }
        let id = cloud.freshID("eipalloc-")
        let number = cloud.steadyNumber(id, below: 65_000)
        let ip = "13.232.\(number / 256).\(number % 256)"
        _ = cloud.insertEC2(
            .address, call, id: id,
            [
                "AllocationId": .string(id), "PublicIp": .string(ip), "Domain": "vpc",
                "NetworkBorderGroup": .string(call.region), "PublicIpv4Pool": "amazon",
            ])
        return [
            "AllocationId": .string(id), "PublicIp": .string(ip), "Domain": "vpc",
            "NetworkBorderGroup": .string(call.region), "PublicIpv4Pool": "amazon",
        ]
    }

    /// DescribeAddresses has no pages (EC2 API reference).
    @Sendable private static func describeAddresses(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        var output = try EC2Type.address.describe()(&cloud, call)
        output["NextToken"] = nil
        return output
    }

    @Sendable private static func release(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let address = try cloud.ec2(.address, call, call.required("AllocationId"))
        guard address.attributes.text("AssociationId") == nil else {
            throw AWSError("InvalidIPAddress.InUse", "The address with allocation id \(address.id) is in use")
        }
        cloud.remove(address.key)
        return [:]
    }

    @Sendable private static func associate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let address = try cloud.ec2(.address, call, call.required("AllocationId"))
        let instance = try cloud.ec2(.instance, call, call.required("InstanceId"))
        guard instance.status == "running" || instance.status == "pending" else {
            throw AWSError("IncorrectInstanceState", "The instance '\(instance.id)' is not in a valid state")
        }
        if let other = address.attributes.text("InstanceId"), other != instance.id,
            call.input["AllowReassociation"]?.flag == false
        {
            throw AWSError("Resource.AlreadyAssociated", "resource \(address.id) is already associated")
        }
        let id = cloud.freshID("eipassoc-")
        cloud.update(address.key) {
            $0.attributes["AssociationId"] = .string(id)
            $0.attributes["InstanceId"] = .string(instance.id)
            $0.attributes["PrivateIpAddress"] = instance.attributes["PrivateIpAddress"]
        }
        let ip = address.attributes["PublicIp"] ?? .null
        cloud.update(instance.key) { $0.attributes["PublicIpAddress"] = ip }
        return ["AssociationId": .string(id)]
    }

    @Sendable private static func disassociate(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let id = try call.required("AssociationId")
        let address = cloud.allEvenHidden(EC2Type.address.type, call.region).first {
            $0.attributes.text("AssociationId") == id
        }
        guard let address else {
            throw AWSError("InvalidAssociationID.NotFound", "The association ID '\(id)' does not exist")
        }
        if let instance = address.attributes.text("InstanceId") {
            cloud.update(CloudObject.Key(EC2Type.instance.type, call.region, instance)) {
                $0.attributes["PublicIpAddress"] = nil
            }
        }
        cloud.update(address.key) {
            for name in ["AssociationId", "InstanceId", "PrivateIpAddress"] { $0.attributes[name] = nil }
        }
        return [:]
    }

    // MARK: NAT gateways

    @Sendable private static func createNAT(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let subnet = try cloud.ec2(.subnet, call, call.required("SubnetId"))
        let address = try cloud.ec2(.address, call, call.required("AllocationId"))
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            guard address.attributes.text("AssociationId") == nil else {
                throw AWSError("Resource.AlreadyAssociated", "resource \(address.id) is already associated")
            }
            let id = cloud.freshID("nat-")
            let interface = cloud.addInterface(
                region: call.region, subnet: subnet.id, description: "Interface for NAT Gateway \(id)", groups: [],
                requester: "amazon-aws", publicAddress: address.attributes.text("PublicIp"))
            let key = cloud.insertEC2(
                .natGateway, call, id: id, status: "pending",
                [
                    "NatGatewayId": .string(id), "SubnetId": .string(subnet.id),
                    "VpcId": subnet.attributes["VpcId"] ?? .null, "ConnectivityType": "public",
                    "CreateTime": .string(call.now.timestamp),
                    "NatGatewayAddresses": [
                        [
                            "AllocationId": .string(address.id), "PublicIp": address.attributes["PublicIp"] ?? .null,
                            "NetworkInterfaceId": .string(interface), "IsPrimary": true, "Status": "succeeded",
                        ]
                    ],
                ])
            cloud.update(address.key) { $0.attributes["AssociationId"] = .string("eipassoc-" + id.dropFirst(4)) }
            cloud.schedule("ec2.natAvailable", after: .seconds(95), on: key)
            guard let gateway = cloud.objects[key] else { return [:] }
            return ["NatGateway": EC2Type.natGateway.shown(gateway)]
        }
    }

    @Sendable private static func deleteNAT(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let gateway = try cloud.ec2(.natGateway, call, call.required("NatGatewayId"))
        if gateway.status != "deleting", gateway.status != "deleted" {
            cloud.update(gateway.key) { $0.status = "deleting" }
            cloud.schedule("ec2.natDeleted", after: .seconds(75), on: gateway.key)
        }
        return ["NatGatewayId": .string(gateway.id)]
    }

    private static func natDeleted(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let gateway = cloud.objects[event.key] else { return }
        for address in gateway.attributes["NatGatewayAddresses"]?.elements ?? [] {
            cloud.removeInterface(address.text("NetworkInterfaceId") ?? "", region: gateway.region)
            let key = CloudObject.Key(EC2Type.address.type, gateway.region, address.text("AllocationId") ?? "")
            cloud.update(key) { $0.attributes["AssociationId"] = nil }
        }
        cloud.update(event.key) { $0.status = "deleted" }
        // The record lingers for about an hour.
        cloud.schedule("ec2.natForgotten", after: .hours(1), on: event.key)
        for table in cloud.allEvenHidden(EC2Type.routeTable.type, gateway.region) {
            let routes = (table.attributes["Routes"]?.elements ?? []).map { route in
                guard route.text("NatGatewayId") == gateway.id else { return route }
                return route.merging(["State": "blackhole"])
            }
            if routes != table.attributes["Routes"]?.elements {
                cloud.update(table.key) { $0.attributes["Routes"] = .list(routes) }
            }
        }
    }
}
