import CloudCalls
import Values

/// VPC endpoints, flow logs and peering connections.
enum Endpoints {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateVpcEndpoint": create, "DescribeVpcEndpoints": EC2Type.vpcEndpoint.describe(),
        "ModifyVpcEndpoint": modify, "DeleteVpcEndpoints": delete, "CreateFlowLogs": createFlowLogs,
        "DescribeFlowLogs": EC2Type.flowLog.describe(), "DeleteFlowLogs": deleteFlowLogs,
        "CreateVpcPeeringConnection": createPeering, "AcceptVpcPeeringConnection": acceptPeering,
        "DescribeVpcPeeringConnections": EC2Type.peering.describe(),
        "DeleteVpcPeeringConnection": deletePeering, "DescribePrefixLists": prefixLists,
        "DescribeManagedPrefixLists": managedPrefixLists,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "ec2.endpointAvailable": { cloud, event in
            guard cloud.objects[event.key]?.status == "pending" else { return }
            cloud.update(event.key) { $0.status = "available" }
        },
        "ec2.endpointDeleted": { cloud, event in
            for interface in cloud.objects[event.key]?.attributes["NetworkInterfaceIds"]?.texts ?? [] {
                cloud.removeInterface(interface, region: event.key.region)
            }
            cloud.remove(event.key)
        },
        "ec2.forgotten": { cloud, event in cloud.remove(event.key) },
    ]

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        let service = try call.required("ServiceName")
        let isInterface = call.input.text("VpcEndpointType") == "Interface"
        for id in call.input["SubnetIds"]?.texts ?? [] { _ = try cloud.ec2(.subnet, call, id) }
        for id in call.input["RouteTableIds"]?.texts ?? [] { _ = try cloud.ec2(.routeTable, call, id) }
        for id in call.input["SecurityGroupIds"]?.texts ?? [] { _ = try cloud.ec2(.securityGroup, call, id) }
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            let id = cloud.freshID("vpce-")
            let groups = call.input["SecurityGroupIds"]?.texts ?? []
            var interfaces: [String] = []
            for subnet in call.input["SubnetIds"]?.texts ?? [] {
                interfaces.append(
                    cloud.addInterface(
                        region: call.region, subnet: subnet, description: "VPC Endpoint Interface \(id)",
                        groups: groups, requester: "amazon-vpce"))
            }
            let key = cloud.insertEC2(
                .vpcEndpoint, call, id: id, status: isInterface ? "pending" : "available",
                [
                    "VpcEndpointId": .string(id), "VpcId": .string(vpc.id), "ServiceName": .string(service),
                    "VpcEndpointType": .string(isInterface ? "Interface" : "Gateway"),
                    "RouteTableIds": call.input["RouteTableIds"] ?? [], "SubnetIds": call.input["SubnetIds"] ?? [],
                    "Groups": .list(groups.map { ["GroupId": .string($0)] }),
                    "NetworkInterfaceIds": .strings(interfaces), "OwnerId": .string(cloud.account),
                    "PrivateDnsEnabled": call.input["PrivateDnsEnabled"] ?? false, "RequesterManaged": false,
                    "CreationTimestamp": .string(call.now.timestamp),
                ])
            if isInterface { cloud.schedule("ec2.endpointAvailable", after: .seconds(70), on: key) }
            guard let endpoint = cloud.objects[key] else { return [:] }
            return ["VpcEndpoint": EC2Type.vpcEndpoint.shown(endpoint)]
        }
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let endpoint = try cloud.ec2(.vpcEndpoint, call, call.required("VpcEndpointId"))
        func changed(_ current: [String], _ what: String) -> [String] {
            let removed = call.input["Remove\(what)"]?.texts ?? []
            return current.filter { !removed.contains($0) } + (call.input["Add\(what)"]?.texts ?? [])
        }
        let tables = changed(endpoint.attributes["RouteTableIds"]?.texts ?? [], "RouteTableIds")
        let groups = changed(
            (endpoint.attributes["Groups"]?.elements ?? []).compactMap { $0.text("GroupId") }, "SecurityGroupIds")
        let subnets = changed(endpoint.attributes["SubnetIds"]?.texts ?? [], "SubnetIds")
        cloud.update(endpoint.key) {
            $0.attributes["RouteTableIds"] = .strings(tables)
            $0.attributes["SubnetIds"] = .strings(subnets)
            $0.attributes["Groups"] = .list(groups.map { ["GroupId": .string($0)] })
        }
        return ["Return": true]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for id in call.input["VpcEndpointIds"]?.texts ?? [] {
            let endpoint = try cloud.ec2(.vpcEndpoint, call, id)
            if endpoint.attributes.text("VpcEndpointType") == "Gateway" {
                cloud.remove(endpoint.key)
            } else if endpoint.status != "deleting" {
                cloud.update(endpoint.key) { $0.status = "deleting" }
                cloud.schedule("ec2.endpointDeleted", after: .seconds(60), on: endpoint.key)
            }
        }
        return ["Unsuccessful": []]
    }

    // MARK: Flow logs

    @Sendable private static func createFlowLogs(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for id in call.input["ResourceIds"]?.texts ?? [] { _ = try cloud.ec2(.vpc, call, id) }
        return try cloud.once(call, token: call.input.text("ClientToken")) { (cloud) throws(AWSError) in
            var ids: [String] = []
            for resource in call.input["ResourceIds"]?.texts ?? [] {
                let id = cloud.freshID("fl-")
                ids.append(id)
                _ = cloud.insertEC2(
                    .flowLog, call, id: id,
                    [
                        "FlowLogId": .string(id), "ResourceId": .string(resource), "FlowLogStatus": "ACTIVE",
                        "TrafficType": call.input["TrafficType"] ?? "ALL", "LogDestinationType": "cloud-watch-logs",
                        "LogGroupName": call.input["LogGroupName"] ?? .null, "DeliverLogsStatus": "SUCCESS",
                        "DeliverLogsPermissionArn": call.input["DeliverLogsPermissionArn"] ?? .null,
                        "CreationTime": .string(call.now.timestamp),
                    ])
            }
            return ["FlowLogIds": .strings(ids), "Unsuccessful": []]
        }
    }

    @Sendable private static func deleteFlowLogs(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for id in call.input["FlowLogIds"]?.texts ?? [] { _ = try cloud.ec2(.flowLog, call, id) }
        for id in call.input["FlowLogIds"]?.texts ?? [] {
            cloud.remove(CloudObject.Key(EC2Type.flowLog.type, call.region, id))
        }
        return ["Unsuccessful": []]
    }

    // MARK: Peering

    private static func shown(_ status: String, _ attributes: Value) -> Value {
        attributes.merging(["Status": ["Code": .string(status)]])
    }

    @Sendable private static func createPeering(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let vpc = try cloud.ec2(.vpc, call, call.required("VpcId"))
        let peerRegion = call.input.text("PeerRegion") ?? call.region
        let peerID = try call.required("PeerVpcId")
        guard let peer = cloud.object(EC2Type.vpc.type, peerRegion, peerID) else {
            throw AWSError("InvalidVpcID.NotFound", "The vpc ID '\(peerID)' does not exist")
        }
        let known = cloud.allEvenHidden(EC2Type.peering.type, call.region).first { other in
            let ends = ["RequesterVpcInfo", "AccepterVpcInfo"].compactMap { other.attributes[$0]?.text("VpcId") }
            return other.shownStatus != "deleted" && Set(ends) == [vpc.id, peer.id]
        }
        if let known {
            // VPC Peering guide, "VPC peering limitations": no second one between the same two.
            throw AWSError(
                "VpcPeeringConnectionAlreadyExists",
                "There is already a peering connection between \(vpc.id) and \(peer.id): \(known.id).")
        }
        let id = cloud.freshID("pcx-")
        let attributes: Value = [
            "VpcPeeringConnectionId": .string(id),
            "RequesterVpcInfo": [
                "VpcId": .string(vpc.id), "Region": .string(call.region), "OwnerId": .string(cloud.account),
                "CidrBlock": vpc.attributes["CidrBlock"] ?? .null,
            ],
            "AccepterVpcInfo": [
                "VpcId": .string(peer.id), "Region": .string(peerRegion), "OwnerId": .string(cloud.account),
                "CidrBlock": peer.attributes["CidrBlock"] ?? .null,
            ],
        ]
        let key = cloud.insertEC2(.peering, call, id: id, shown("pending-acceptance", attributes))
        // The other side's view of the same connection.
        if peerRegion != call.region {
            cloud.insert(
                CloudObject(
                    CloudObject.Key(EC2Type.peering.type, peerRegion, id),
                    attributes: shown("pending-acceptance", attributes), createdAt: call.now,
                    visibleAt: call.now + .seconds(2)))
        }
        guard let peering = cloud.objects[key] else { return [:] }
        return ["VpcPeeringConnection": EC2Type.peering.shown(peering)]
    }

    private static func both(_ id: String, _ cloud: Cloud) -> [CloudObject.Key] {
        cloud.objects.keys.filter { $0.type == EC2Type.peering.type && $0.id == id }.sorted()
    }

    @Sendable private static func acceptPeering(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let peering = try cloud.ec2(.peering, call, call.required("VpcPeeringConnectionId"))
        guard peering.attributes["AccepterVpcInfo"]?.text("Region") == call.region else {
            throw AWSError("OperationNotPermitted", "Accept the connection in the accepter's region.")
        }
        for key in both(peering.id, cloud) {
            cloud.update(key) { $0.attributes["Status"] = ["Code": "active"] }
        }
        guard let accepted = cloud.objects[peering.key] else { return [:] }
        return ["VpcPeeringConnection": EC2Type.peering.shown(accepted)]
    }

    @Sendable private static func deletePeering(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let peering = try cloud.ec2(.peering, call, call.required("VpcPeeringConnectionId"))
        for key in both(peering.id, cloud) {
            cloud.update(key) { $0.attributes["Status"] = ["Code": "deleted"] }
            cloud.schedule("ec2.forgotten", after: .hours(1), on: key)
        }
        return ["Return": true]
    }

    // MARK: Prefix lists

    private static let listNames = ["com.amazonaws.global.cloudfront.origin-facing", "s3"]

    static func healthCheckers(in region: String) -> String { "com.amazonaws.\(region).route53-healthchecks" }

    static func listID(_ name: String, _ region: String, _ cloud: Cloud) -> String {
        "pl-0" + String(cloud.steadyNumber("\(name)\(region)", below: 0xfffffff), radix: 16)
    }

    @Sendable private static func prefixLists(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["PrefixLists": .list([["PrefixListId": .string(listID("s3", call.region, cloud)), "PrefixListName": "s3"]])]
    }

    @Sendable private static func managedPrefixLists(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let wanted = (call.input["Filters"]?.elements ?? []).first { $0.text("Name") == "prefix-list-name" }
        let known = listNames + [healthCheckers(in: call.region)]
        let names = wanted?["Values"]?.texts ?? known
        let lists = known.filter(names.contains).map { name -> Value in
            [
                "PrefixListId": .string(listID(name, call.region, cloud)), "PrefixListName": .string(name),
                "AddressFamily": "IPv4", "OwnerId": "AWS", "MaxEntries": .int(name.hasSuffix("healthchecks") ? 25 : 55),
            ]
        }
        return ["PrefixLists": .list(lists)]
    }
}
