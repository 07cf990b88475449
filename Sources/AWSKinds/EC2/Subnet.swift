import CloudCalls
import Providers
import Resources
import Values

/// A subnet. MapPublicIpOnLaunch can't be set in the create call and follows by ModifySubnetAttribute.
enum Subnet {
    static let driver = EC2Kind(
        schema: KindSchema(
            kind: "AWS::EC2::Subnet", service: "ec2", identity: .tags,
            rules: ["VpcId", "CidrBlock", "AvailabilityZone"].map { PropertyRule($0, .replaces) },
            durations: .instant),
        resourceType: "subnet", describe: "DescribeSubnets", items: "Subnets", id: "SubnetId",
        create: "CreateSubnet", createMembers: ["VpcId", "CidrBlock", "AvailabilityZone"], delete: "SubnetId",
        read: { element in
            (
                EC2Kind.members(["VpcId", "CidrBlock", "AvailabilityZone", "MapPublicIpOnLaunch"], of: element),
                EC2Kind.members(["SubnetId", "AvailabilityZone"], of: element)
            )
        },
        changeCalls: ["ModifySubnetAttribute"],
        change: { (target, found, _, cloud) async throws(AWSError) in
            try await cloud.call(
                "ec2", "ModifySubnetAttribute", target.region,
                [
                    "SubnetId": .string(found.physicalID),
                    "MapPublicIpOnLaunch": ["Value": target.properties["MapPublicIpOnLaunch"] ?? false],
                ])
        })
}
