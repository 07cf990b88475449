import CloudCalls
import Providers
import Resources
import Values

/// A VPC endpoint: a gateway in route tables, or interfaces in subnets.
enum VPCEndpoint {
    static let driver = EC2Kind(
        schema: KindSchema(
            kind: "AWS::EC2::VPCEndpoint", service: "ec2", identity: .tags,
            rules: ["VpcId", "ServiceName", "VpcEndpointType"].map { PropertyRule($0, .replaces) }
                + ["RouteTableIds", "SubnetIds", "SecurityGroupIds"].map { PropertyRule($0, .unordered) },
            durations: ExpectedDurations(create: .seconds(75), delete: .seconds(65), deadline: .minutes(20))),
        resourceType: "vpc-endpoint", describe: "DescribeVpcEndpoints", items: "VpcEndpoints", id: "VpcEndpointId",
        goneStates: ["deleted"], create: "CreateVpcEndpoint",
        createMembers: [
            "VpcId", "ServiceName", "VpcEndpointType", "RouteTableIds", "SubnetIds", "SecurityGroupIds",
            "PrivateDnsEnabled",
        ], takesToken: true, delete: "VpcEndpointIds",
        read: { element in
            var properties = EC2Kind.members(
                ["VpcId", "ServiceName", "VpcEndpointType", "RouteTableIds", "SubnetIds", "PrivateDnsEnabled"],
                of: element)
            properties["SecurityGroupIds"] = .list(
                (element["Groups"]?.elements ?? []).compactMap { $0["GroupId"] })
            return (properties, EC2Kind.members(["VpcEndpointId"], of: element))
        },
        changeCalls: ["ModifyVpcEndpoint"],
        change: { (target, found, differences, cloud) async throws(AWSError) in
            var input: Value = ["VpcEndpointId": .string(found.physicalID)]
            for name in differences where ["RouteTableIds", "SubnetIds", "SecurityGroupIds"].contains(name) {
                let wanted = target.properties[name]?.texts ?? []
                let actual = found.properties[name]?.texts ?? []
                input["Add\(name)"] = .strings(wanted.filter { !actual.contains($0) })
                input["Remove\(name)"] = .strings(actual.filter { !wanted.contains($0) })
            }
            if differences.contains("PrivateDnsEnabled") {
                input["PrivateDnsEnabled"] = target.properties["PrivateDnsEnabled"]
            }
            try await cloud.call("ec2", "ModifyVpcEndpoint", target.region, input)
        })
}
