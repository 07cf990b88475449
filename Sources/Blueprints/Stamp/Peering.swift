import Resources
import Specs
import Values

/// Private ways between the primary region and the others, by which their writes reach the one writer.
struct Peering {
    let stamp: RegionalStamp

    private var zones: [String] { Network(stamp: stamp).zones }

    var resources: [Resource] {
        guard !stamp.isPrimary else {
            return stamp.others.flatMap { other in
                zones.map { zone in
                    route(
                        "peer-\(other.name)-\(zone)", zone, to: other,
                        stamp.reference(in: other, "network/peering", "VpcPeeringConnectionId"))
                }
            }
        }
        let primary = stamp.spec.primaryRegion
        let connection = stamp.make(
            "network/peering", "AWS::EC2::VPCPeeringConnection",
            [
                "VpcId": stamp.reference("network/vpc", "VpcId"),
                "PeerVpcId": stamp.reference(in: primary, "network/vpc", "VpcId"),
                "PeerRegion": .string(primary.name),
            ], since: 4)
        return [connection]
            + zones.map { zone in
                route(
                    "peer-\(primary.name)-\(zone)", zone, to: primary,
                    stamp.reference("network/peering", "VpcPeeringConnectionId"))
            }
    }

    private func route(_ name: String, _ zone: String, to region: RegionSpec, _ connection: Value) -> Resource {
        stamp.make(
            "network/route/\(name)", "AWS::EC2::Route",
            [
                "RouteTableId": stamp.reference("network/route-table/private-\(zone)", "RouteTableId"),
                "DestinationCidrBlock": .string(region.network), "VpcPeeringConnectionId": connection,
            ], since: 4)
    }
}
