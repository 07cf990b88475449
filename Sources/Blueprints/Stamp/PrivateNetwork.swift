import Resources
import Specs
import Values

/// From phase 1: private subnets, each zone with a way out of its own, so that a lost zone takes no other along.
struct PrivateNetwork {
    let stamp: RegionalStamp

    var resources: [Resource] { Network(stamp: stamp).zones.flatMap(zone) }

    private func zone(_ zone: String) -> [Resource] {
        let table = stamp.reference("network/route-table/private-\(zone)", "RouteTableId")
        return [
            stamp.make(
                "network/subnet/private-\(zone)", "AWS::EC2::Subnet",
                [
                    "VpcId": stamp.reference("network/vpc", "VpcId"),
                    "CidrBlock": .string(SubnetPlan(stamp.region.network).privateRange(zone)),
                    "AvailabilityZone": .string(stamp.region.name + zone), "MapPublicIpOnLaunch": false,
                ], since: 1),
            stamp.make(
                "network/nat-address/\(zone)", "AWS::EC2::EIP", ["Domain": "vpc"],
                dependsOn: ["network/internet-attachment"], since: 1),
            stamp.make(
                "network/nat/\(zone)", "AWS::EC2::NatGateway",
                [
                    "SubnetId": stamp.reference("network/subnet/public-\(zone)", "SubnetId"),
                    "AllocationId": stamp.reference("network/nat-address/\(zone)", "AllocationId"),
                    "ConnectivityType": "public",
                ], dependsOn: ["network/internet-attachment"], since: 1),
            stamp.make(
                "network/route-table/private-\(zone)", "AWS::EC2::RouteTable",
                ["VpcId": stamp.reference("network/vpc", "VpcId")], since: 1),
            stamp.make(
                "network/route/private-internet-\(zone)", "AWS::EC2::Route",
                [
                    "RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0",
                    "NatGatewayId": stamp.reference("network/nat/\(zone)", "NatGatewayId"),
                ], since: 1),
            stamp.make(
                "network/association/private-\(zone)", "AWS::EC2::SubnetRouteTableAssociation",
                [
                    "RouteTableId": table,
                    "SubnetId": stamp.reference("network/subnet/private-\(zone)", "SubnetId"),
                ], since: 1),
        ]
    }
}
