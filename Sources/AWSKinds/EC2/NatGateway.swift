import Providers
import Resources
import Values

/// A zonal NAT gateway. `deleted` records linger for about an hour; `failed` is final.
enum NatGateway {
    static let driver = EC2Kind(
        schema: KindSchema(
            kind: "AWS::EC2::NatGateway", service: "ec2", identity: .tags,
            rules: ["SubnetId", "AllocationId", "ConnectivityType"].map { PropertyRule($0, .replaces) },
            durations: ExpectedDurations(create: .seconds(100), delete: .seconds(80), deadline: .minutes(30))),
        resourceType: "natgateway", describe: "DescribeNatGateways", items: "NatGateways", id: "NatGatewayId",
        filterMember: "Filter", goneStates: ["deleted"], create: "CreateNatGateway",
        createMembers: ["SubnetId", "AllocationId", "ConnectivityType"], takesToken: true, delete: "NatGatewayId",
        read: { element in
            let addresses = element["NatGatewayAddresses"]?.elements ?? []
            let primary = addresses.first { $0["IsPrimary"]?.flag == true } ?? addresses.first ?? [:]
            var properties = EC2Kind.members(["SubnetId", "ConnectivityType"], of: element)
            properties["AllocationId"] = primary["AllocationId"]
            return (properties, EC2Kind.members(["NatGatewayId"], of: element))
        })
}
