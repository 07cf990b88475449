import Providers
import Resources
import Testing
import Values

/// A network's parts, changed while they live.
@Suite struct NetworkLifeTests {
    private let bench: LifeBench

    init() throws { bench = try LifeBench() }

    private func network(_ range: String, in region: String = LifeBench.region) -> Target {
        bench.target("vpc", "AWS::EC2::VPC", ["CidrBlock": .string(range)], in: region)
    }

    private func subnet(_ name: String, _ range: Value, _ vpc: Value) -> Target {
        bench.target(
            name, "AWS::EC2::Subnet",
            ["VpcId": vpc, "CidrBlock": range, "AvailabilityZone": .string(LifeBench.region + "a")])
    }

    @Test func `routes, their tables and gateways are changed without a gap`() async throws {
        let vpc = network("10.0.0.0/16")
        let id = Value.string(try await bench.live(vpc).physicalID)
        let place = subnet("subnet", "10.0.0.0/24", id)
        let placed = Value.string(try await bench.live(place).physicalID)
        let door = bench.target("door", "AWS::EC2::InternetGateway", [:])
        let opened = Value.string(try await bench.live(door).physicalID)
        let attached = bench.target(
            "attached", "AWS::EC2::VPCGatewayAttachment", ["VpcId": id, "InternetGatewayId": opened])
        _ = try await bench.make(attached)
        let address = bench.target("address", "AWS::EC2::EIP", ["Domain": "vpc"])
        let allocated = Value.string(try await bench.live(address).physicalID)
        let nat = bench.target(
            "nat", "AWS::EC2::NatGateway",
            ["SubnetId": placed, "AllocationId": allocated, "ConnectivityType": "public"])
        let translated = Value.string(try await bench.live(nat).physicalID)
        let tables = ["one", "two"].map { bench.target("table-\($0)", "AWS::EC2::RouteTable", ["VpcId": id]) }
        let first = Value.string(try await bench.live(tables[0]).physicalID)
        let second = Value.string(try await bench.live(tables[1]).physicalID)
        let route = bench.target(
            "route", "AWS::EC2::Route",
            ["RouteTableId": first, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": opened])
        _ = try await bench.make(route)
        var through = route
        through.properties = [
            "RouteTableId": first, "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": translated,
        ]
        try await bench.run(.update, through)
        let association = bench.target(
            "association", "AWS::EC2::SubnetRouteTableAssociation", ["SubnetId": placed, "RouteTableId": first])
        _ = try await bench.live(association, changes: ["RouteTableId": second], takesTags: false)
        let endpoint = bench.target(
            "endpoint", "AWS::EC2::VPCEndpoint",
            [
                "VpcId": id, "ServiceName": .string("com.amazonaws.\(LifeBench.region).s3"),
                "VpcEndpointType": "Gateway", "RouteTableIds": [first],
            ])
        _ = try await bench.live(endpoint, changes: ["RouteTableIds": [first, second]])
        _ = try await bench.provider.observe(platform: "shop", regions: [LifeBench.region], candidates: [])
        try await bench.remove(
            [endpoint, association, through] + tables + [nat, address, attached, door, place, vpc])
    }

    @Test func `a security group with rules, an interface endpoint and a flow log live`() async throws {
        let vpc = network("10.0.0.0/16")
        let id = Value.string(try await bench.make(vpc).physicalID)
        let place = subnet("subnet", "10.0.0.0/24", id)
        let placed = Value.string(try await bench.make(place).physicalID)
        let group = bench.target(
            "group", "AWS::EC2::SecurityGroup", ["GroupName": "shop", "Description": "shop", "VpcId": id])
        let grouped = Value.string(try await bench.live(group).physicalID)
        var rules = [("Ingress", 443), ("Egress", 53)].map { direction, port in
            bench.target(
                direction, Kind("AWS::EC2::SecurityGroup\(direction)"),
                [
                    "GroupId": grouped, "IpProtocol": "tcp", "FromPort": .int(port), "ToPort": .int(port),
                    "CidrIpv4": "10.0.0.0/16", "Description": "inside",
                ])
        }
        let peers = bench.target(
            "peers", "AWS::EC2::SecurityGroupIngress",
            [
                "GroupId": grouped, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
                "ReferencedGroupId": grouped, "Description": "peers",
            ])
        rules.append(peers)
        for rule in rules {
            let made = try await bench.live(rule, changes: ["Description": "other"])
            // What a rule is for is no reason to take it away for a moment.
            var renamed = rule
            renamed.properties = rule.properties.merging(["Description": "renamed"])
            let after = try #require(try await bench.run(.update, renamed))
            #expect(after.physicalID == made.physicalID && after.properties.text("Description") == "renamed")
            #expect(
                after.properties.merging(["Description": "inside"])
                    == made.properties.merging(["Description": "inside"]))
        }
        let endpoint = bench.target(
            "endpoint", "AWS::EC2::VPCEndpoint",
            [
                "VpcId": id, "ServiceName": .string("com.amazonaws.\(LifeBench.region).ssm"),
                "VpcEndpointType": "Interface", "SubnetIds": [placed], "SecurityGroupIds": [grouped],
                "PrivateDnsEnabled": false,
            ])
        _ = try await bench.live(endpoint)
        let log = bench.target(
            "log", "AWS::EC2::FlowLog",
            [
                "ResourceId": id, "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "/reconcile/shop/flow",
                "DeliverLogsPermissionArn": .string("arn:aws:iam::\(LifeBench.account):role/flow"),
            ])
        _ = try await bench.live(log)
        #expect(try await bench.call("ec2", "DescribeNetworkInterfaces")["NetworkInterfaces"]?.elements.count == 1)
        try await bench.remove([log, endpoint] + rules + [group, place, vpc])
    }

    @Test func `two networks of two regions are joined`() async throws {
        let here = Value.string(try await bench.make(network("10.0.0.0/16")).physicalID)
        let there = Value.string(try await bench.make(network("10.1.0.0/16", in: "eu-west-1")).physicalID)
        let peering = bench.target(
            "peering", "AWS::EC2::VPCPeeringConnection",
            ["VpcId": here, "PeerVpcId": there, "PeerRegion": "eu-west-1"])
        _ = try await bench.live(peering)
        try await bench.remove([peering])
    }

    @Test func `what no driver asks has AWS's shapes too`() async throws {
        for (service, operation, input) in [
            ("sts", "GetCallerIdentity", [:]),
            ("ec2", "DescribeRegions", [:]), ("ec2", "DescribeAvailabilityZones", [:]),
            ("ec2", "DescribePrefixLists", [:]), ("ec2", "DescribeManagedPrefixLists", [:]),
            ("ec2", "DescribeImages", ["Owners": ["amazon"]]),
            ("ssm", "DescribeInstanceInformation", [:]),
            ("service-quotas", "GetServiceQuota", ["ServiceCode": "vpc", "QuotaCode": "L-F678F1CE"]),
            ("service-quotas", "GetAWSDefaultServiceQuota", ["ServiceCode": "vpc", "QuotaCode": "L-F678F1CE"]),
            ("service-quotas", "ListServiceQuotas", ["ServiceCode": "vpc"]),
            ("service-quotas", "ListAWSDefaultServiceQuotas", ["ServiceCode": "ec2"]),
            ("resourcegroupstaggingapi", "GetResources", ["TagFilters": [["Key": "team"]]]),
            ("resourcegroupstaggingapi", "GetTagKeys", [:]),
        ] as [(String, String, Value)] {
            #expect(try await bench.call(service, operation, input) != [:], "\(service) \(operation)")
        }
    }
}
