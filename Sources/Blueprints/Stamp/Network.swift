import Resources
import Specs
import Values

/// The VPC and what lies in it. Phase 0 needs one public subnet; the others are added beside it.
struct Network {
    let stamp: RegionalStamp

    var resources: [Resource] {
        var all = base
        for zone in zones { all += publicSubnet(zone) }
        return all
    }

    /// The letters of the zones in use.
    var zones: [String] { stamp.phase == 0 ? ["a"] : Array(["a", "b", "c"].prefix(stamp.region.zones)) }

    private var base: [Resource] {
        [
            stamp.make(
                "network/vpc", "AWS::EC2::VPC",
                [
                    "CidrBlock": .string(stamp.region.network), "EnableDnsSupport": true, "EnableDnsHostnames": true,
                ]),
            stamp.make("network/internet-gateway", "AWS::EC2::InternetGateway", [:]),
            stamp.make(
                "network/internet-attachment", "AWS::EC2::VPCGatewayAttachment",
                [
                    "VpcId": stamp.reference("network/vpc", "VpcId"),
                    "InternetGatewayId": stamp.reference("network/internet-gateway", "InternetGatewayId"),
                ]),
            stamp.make(
                "network/route-table/public", "AWS::EC2::RouteTable",
                ["VpcId": stamp.reference("network/vpc", "VpcId")]),
            stamp.make(
                "network/route/public-internet", "AWS::EC2::Route",
                [
                    "RouteTableId": stamp.reference("network/route-table/public", "RouteTableId"),
                    "DestinationCidrBlock": "0.0.0.0/0",
                    "GatewayId": stamp.reference("network/internet-gateway", "InternetGatewayId"),
                ], dependsOn: ["network/internet-attachment"]),
            stamp.make(
                "network/endpoint/s3", "AWS::EC2::VPCEndpoint",
                [
                    "VpcId": stamp.reference("network/vpc", "VpcId"), "VpcEndpointType": "Gateway",
                    "ServiceName": .string("com.amazonaws.\(stamp.region.name).s3"),
                    "RouteTableIds": [stamp.reference("network/route-table/public", "RouteTableId")],
                ]),
        ]
    }

    /// In phase 0 its instances get an address at launch: the single one needs the internet before its own is there.
    private func publicSubnet(_ zone: String) -> [Resource] {
        [
            stamp.make(
                "network/subnet/public-\(zone)", "AWS::EC2::Subnet",
                [
                    "VpcId": stamp.reference("network/vpc", "VpcId"),
                    "CidrBlock": .string(SubnetPlan(stamp.region.network).publicRange(zone)),
                    "AvailabilityZone": .string(stamp.region.name + zone),
                    "MapPublicIpOnLaunch": .bool(stamp.phase == 0),
                ]),
            stamp.make(
                "network/association/public-\(zone)", "AWS::EC2::SubnetRouteTableAssociation",
                [
                    "RouteTableId": stamp.reference("network/route-table/public", "RouteTableId"),
                    "SubnetId": stamp.reference("network/subnet/public-\(zone)", "SubnetId"),
                ]),
        ]
    }
}
