import Providers
import Resources
import Testing
import Values

/// Machines, their disks, fleets and databases, changed while they live.
@Suite struct ComputeLifeTests {
    private let bench: LifeBench

    init() throws { bench = try LifeBench() }

    private func place() async throws -> (vpc: Value, subnets: [Value], groups: [Value]) {
        let vpc = Value.string(
            try await bench.make(bench.target("vpc", "AWS::EC2::VPC", ["CidrBlock": "10.0.0.0/16"])).physicalID)
        var subnets: [Value] = []
        var groups: [Value] = []
        for (index, zone) in ["a", "b", "c"].enumerated() {
            let subnet = bench.target(
                "subnet-\(zone)", "AWS::EC2::Subnet",
                [
                    "VpcId": vpc, "CidrBlock": .string("10.0.\(index).0/24"),
                    "AvailabilityZone": .string(LifeBench.region + zone),
                ])
            subnets.append(.string(try await bench.make(subnet).physicalID))
            let group = bench.target(
                "group-\(zone)", "AWS::EC2::SecurityGroup",
                ["GroupName": .string("shop-\(zone)"), "Description": "shop", "VpcId": vpc])
            groups.append(.string(try await bench.make(group).physicalID))
        }
        return (vpc, subnets, groups)
    }

    @Test func `an instance and its volume live`() async throws {
        let (_, subnets, groups) = try await place()
        func options(_ hops: Int) -> Value {
            ["HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": .int(hops)]
        }
        let instance = bench.target(
            "instance", "AWS::EC2::Instance",
            [
                "ImageId": "ami-0al2023arm", "InstanceType": "t4g.micro", "SubnetId": subnets[0],
                "SecurityGroupIds": [groups[0]], "MetadataOptions": options(1), "UserData": "#!/bin/sh\n",
            ])
        let id = Value.string(
            try await bench.live(
                instance, changes: ["SecurityGroupIds": [groups[1]], "MetadataOptions": options(2)]
            ).physicalID)
        let volume = bench.target(
            "volume", "AWS::EC2::Volume",
            [
                "AvailabilityZone": .string(LifeBench.region + "a"), "Size": 20, "VolumeType": "gp3",
                "Encrypted": false,
            ])
        var bigger = volume
        let disk = Value.string(try await bench.live(volume).physicalID)
        bigger.properties["Size"] = 30
        try await bench.run(.update, bigger)
        let attached = bench.target(
            "attached", "AWS::EC2::VolumeAttachment", ["VolumeId": disk, "InstanceId": id, "Device": "/dev/sdf"])
        _ = try await bench.make(attached)
        try await bench.call(
            "ec2", "DescribeInstanceAttribute", ["InstanceId": id, "Attribute": "disableApiTermination"])
        for operation in ["StopInstances", "StartInstances"] {
            try await bench.call("ec2", operation, ["InstanceIds": [id]])
            await bench.wait(.minutes(5))
        }
        try await bench.remove([attached, bigger, instance])
    }

    @Test func `a door and a fleet behind it are changed`() async throws {
        let (vpc, subnets, groups) = try await place()
        let door = bench.target(
            "door", "AWS::ElasticLoadBalancingV2::LoadBalancer",
            [
                "Name": "shop-door", "Scheme": "internet-facing", "Type": "application", "IpAddressType": "ipv4",
                "Subnets": .list(Array(subnets.prefix(2))), "SecurityGroups": [groups[0]],
            ])
        let opened = try await bench.live(
            door, changes: ["Subnets": .list(subnets), "SecurityGroups": [groups[1]]])
        let doorID = Value.string(opened.physicalID)
        var targets: [Target] = []
        var ids: [Value] = []
        for name in ["one", "two"] {
            let target = bench.target(
                "targets-\(name)", "AWS::ElasticLoadBalancingV2::TargetGroup",
                [
                    "Name": .string("shop-\(name)"), "Protocol": "HTTP", "Port": 80, "VpcId": vpc,
                    "TargetType": "instance", "HealthCheckPath": "/healthz", "HealthCheckProtocol": "HTTP",
                    "HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 3,
                ])
            targets.append(target)
            ids.append(.string(try await bench.live(target).physicalID))
        }
        let listener = bench.target(
            "listener", "AWS::ElasticLoadBalancingV2::Listener",
            [
                "LoadBalancerArn": doorID, "Protocol": "HTTP", "Port": 80,
                "DefaultActions": [["Type": "forward", "TargetGroupArn": ids[0]]],
            ])
        _ = try await bench.live(
            listener, changes: ["DefaultActions": [["Type": "forward", "TargetGroupArn": ids[1]]]])
        let side = bench.target(
            "side", "AWS::ElasticLoadBalancingV2::Listener",
            [
                "LoadBalancerArn": doorID, "Protocol": "HTTP", "Port": 81,
                "DefaultActions": [["Type": "forward", "TargetGroupArn": ids[1]]],
            ])
        _ = try await bench.make(side)
        for (operation, input) in [
            ("DescribeLoadBalancerAttributes", ["LoadBalancerArn": doorID]),
            ("DescribeTargetGroupAttributes", ["TargetGroupArn": ids[0]]),
            (
                "ModifyTargetGroupAttributes",
                [
                    "TargetGroupArn": ids[0],
                    "Attributes": [["Key": "deregistration_delay.timeout_seconds", "Value": "30"]],
                ]
            ),
        ] as [(String, Value)] { try await bench.call("elbv2", operation, input) }

        let template = bench.target(
            "template", "AWS::EC2::LaunchTemplate",
            [
                "LaunchTemplateName": "shop-fleet",
                "LaunchTemplateData": ["ImageId": "ami-0123456789abcdef0", "InstanceType": "t4g.micro"],
            ])
        let shape = try await bench.make(template)
        let fleet = bench.target(
            "fleet", "AWS::AutoScaling::AutoScalingGroup",
            [
                "AutoScalingGroupName": "shop-fleet", "MinSize": 1, "MaxSize": 3, "DesiredCapacity": 1,
                "VPCZoneIdentifier": .list(subnets), "HealthCheckType": "EC2", "HealthCheckGracePeriod": 60,
                "TargetGroupARNs": [ids[0]],
                "LaunchTemplate": [
                    "LaunchTemplateId": shape.attributes["LaunchTemplateId"] ?? .null,
                    "Version": shape.attributes["LatestVersionNumber"] ?? .null,
                ],
            ])
        _ = try await bench.live(fleet, changes: ["TargetGroupARNs": [ids[1]], "HealthCheckGracePeriod": 90])
        let name: Value = ["AutoScalingGroupName": "shop-fleet"]
        try await bench.call("autoscaling", "SetDesiredCapacity", name.merging(["DesiredCapacity": 2]))
        await bench.wait(.minutes(10))
        for operation in ["DescribeScalingActivities", "DescribeTrafficSources"] {
            try await bench.call("autoscaling", operation, name)
        }
        try await bench.remove([fleet, template, side, listener] + targets + [door])
    }

    @Test func `a database with a replica lives`() async throws {
        let (_, subnets, groups) = try await place()
        let area = bench.target(
            "area", "AWS::RDS::DBSubnetGroup",
            [
                "DBSubnetGroupName": "shop", "DBSubnetGroupDescription": "shop",
                "SubnetIds": .list(Array(subnets.prefix(2))),
            ])
        _ = try await bench.live(area, changes: ["SubnetIds": .list(subnets)])
        let database = bench.target(
            "database", "AWS::RDS::DBInstance",
            [
                "DBInstanceIdentifier": "shop", "Engine": "postgres", "EngineVersion": "17",
                "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20, "MultiAZ": false,
                "DBSubnetGroupName": "shop", "VpcSecurityGroupIds": [groups[0]], "BackupRetentionPeriod": 7,
                "MasterUsername": "shop", "MasterUserPassword": "hunter2hunter2", "PubliclyAccessible": false,
            ])
        _ = try await bench.live(database, changes: ["BackupRetentionPeriod": 14])
        let replica = bench.target(
            "replica", "AWS::RDS::DBInstance",
            [
                "DBInstanceIdentifier": "shop-replica", "SourceDBInstanceIdentifier": "shop",
                "DBInstanceClass": "db.t4g.micro", "VpcSecurityGroupIds": [groups[0]], "PubliclyAccessible": false,
            ])
        _ = try await bench.make(replica)
        for operation in ["RebootDBInstance", "PromoteReadReplica"] {
            try await bench.call("rds", operation, ["DBInstanceIdentifier": "shop-replica"])
            await bench.wait(.minutes(30))
        }
        try await bench.remove([replica, database])
        let left = try await bench.call("rds", "DescribeDBSnapshots")["DBSnapshots"]?.elements ?? []
        for snapshot in left {
            try await bench.call(
                "rds", "DeleteDBSnapshot", ["DBSnapshotIdentifier": snapshot["DBSnapshotIdentifier"] ?? .null])
        }
        #expect(!left.isEmpty)
    }
}
