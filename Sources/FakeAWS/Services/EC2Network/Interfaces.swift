import CloudCalls
import Values

/// Network interfaces, those that services make for themselves included.
enum Interfaces {
    static let operations: [String: ServiceDefinition.Handler] = [
        "DescribeNetworkInterfaces": EC2Type.networkInterface.describe(), "DeleteNetworkInterface": delete,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "ec2.interfaceGone": { cloud, event in cloud.remove(event.key) }
    ]

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let interface = try cloud.ec2(.networkInterface, call, call.required("NetworkInterfaceId"))
        guard interface.attributes["RequesterManaged"]?.flag != true else {
            throw AWSError("OperationNotPermitted", "You do not have permission to access the specified resource.")
        }
        guard interface.status == "available" else {
            throw AWSError("InvalidParameterValue", "Network interface '\(interface.id)' is currently in use.")
        }
        cloud.remove(interface.key)
        return [:]
    }
}

extension Cloud {
    /// Makes the network interface of a service in a subnet; it blocks the subnet, its groups and the gateway.
    mutating func addInterface(
        region: String, subnet: String, description: String, groups: [String], requester: String,
        publicAddress: String? = nil
    ) -> String {
        let id = freshID("eni-")
        let place = object(EC2Type.subnet.type, region, subnet)
        let range = AddressRange(place?.attributes.text("CidrBlock") ?? "10.0.0.0/24")
        var attributes: Value = [
            "NetworkInterfaceId": .string(id), "SubnetId": .string(subnet), "Description": .string(description),
            "VpcId": place?.attributes["VpcId"] ?? .null, "RequesterManaged": .bool(!requester.isEmpty),
            "InterfaceType": "interface", "OwnerId": .string(account),
            "AvailabilityZone": place?.attributes["AvailabilityZone"] ?? .null,
            "PrivateIpAddress": .string(range?.address(4 + steadyNumber(id, below: 200)) ?? "10.0.0.4"),
            "Groups": .list(groups.map { ["GroupId": .string($0)] }),
        ]
        if !requester.isEmpty { attributes["RequesterId"] = .string(requester) }
        if let publicAddress { attributes["Association"] = ["PublicIp": .string(publicAddress)] }
        insert(
            CloudObject(
                CloudObject.Key(EC2Type.networkInterface.type, region, id), status: "in-use",
                attributes: attributes.compacted, createdAt: now))
        return id
    }

    mutating func removeInterface(_ id: String, region: String) {
        remove(CloudObject.Key(EC2Type.networkInterface.type, region, id))
    }

    /// A service's interfaces linger for a while after the service said that it is gone.
    mutating func removeInterface(_ id: String, region: String, after span: TimeSpan) {
        let key = CloudObject.Key(EC2Type.networkInterface.type, region, id)
        update(key) { $0.hidden["isLeaving"] = true }
        schedule("ec2.interfaceGone", after: span, on: key)
    }
}
