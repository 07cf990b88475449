import Resources
import Specs
import Values

/// Private ways between the primary region and the others, by which their writes reach the one writer.
///
/// Of two regions the one whose name sorts last asks for the connection, whichever is the primary one: when that moves, the
/// connection stays, of which two VPCs can't have a second one (VPC Peering guide, "VPC peering limitations").
struct Peering {
    let stamp: RegionalStamp

    private var zones: [String] { Network(stamp: stamp).zones }

    var resources: [Resource] {
        (stamp.isPrimary ? stamp.others : [stamp.spec.primaryRegion]).flatMap { peer in
            (isHolder(of: peer) ? [connection(to: peer)] : [])
                + zones.map { route("peer-\(peer.name)-\($0)", $0, to: peer, reference(to: peer)) }
        }
    }

    private func isHolder(of peer: RegionSpec) -> Bool { stamp.region.name > peer.name }

    /// A primary region may hold several.
    private func address(heldBy holder: RegionSpec, with peer: RegionSpec) -> String {
        let isOnly = holder.name != stamp.spec.primaryRegion.name || stamp.spec.regions.count == 2
        return "network/peering" + (isOnly ? "" : "/\(peer.name)")
    }

    private func reference(to peer: RegionSpec) -> Value {
        guard !isHolder(of: peer) else {
            return stamp.reference(address(heldBy: stamp.region, with: peer), "VpcPeeringConnectionId")
        }
        return stamp.reference(in: peer, address(heldBy: peer, with: stamp.region), "VpcPeeringConnectionId")
    }

    private func connection(to peer: RegionSpec) -> Resource {
        stamp.make(
            address(heldBy: stamp.region, with: peer), "AWS::EC2::VPCPeeringConnection",
            [
                "VpcId": stamp.reference("network/vpc", "VpcId"),
                "PeerVpcId": stamp.reference(in: peer, "network/vpc", "VpcId"), "PeerRegion": .string(peer.name),
            ], since: 4)
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
