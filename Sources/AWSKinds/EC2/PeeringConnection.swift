import CloudCalls
import Providers
import Resources
import Values

/// A peering connection between our own VPCs in two regions; the driver accepts it on the other side.
struct PeeringConnection: EC2Tagged {
    let schema = KindSchema(
        kind: "AWS::EC2::VPCPeeringConnection", service: "ec2", identity: .tags,
        rules: ["VpcId", "PeerVpcId", "PeerRegion"].map { PropertyRule($0, .replaces) },
        durations: ExpectedDurations(create: .seconds(10)))
    let calls = KindCalls(
        reads: ["DescribeVpcPeeringConnections"],
        changes: [
            "CreateVpcPeeringConnection", "AcceptVpcPeeringConnection", "DescribeTags", "CreateTags", "DeleteTags",
        ],
        deletes: ["DeleteVpcPeeringConnection"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await cloud.pages(
            "ec2", "DescribeVpcPeeringConnections", scope.region, ["Filters": IdentityTags.filters(for: scope)],
            items: "VpcPeeringConnections"
        ).compactMap { element in
            let status = element["Status"]?.text("Code") ?? ""
            guard !["deleted", "deleting", "rejected", "expired"].contains(status) else { return nil }
            return Found(
                physicalID: element.text("VpcPeeringConnectionId") ?? "",
                status: status == "failed" ? .failed(element["Status"]?.text("Message") ?? "failed") : .ready,
                properties: [
                    "VpcId": element["RequesterVpcInfo"]?["VpcId"] ?? .null,
                    "PeerVpcId": element["AccepterVpcInfo"]?["VpcId"] ?? .null,
                    "PeerRegion": element["AccepterVpcInfo"]?["Region"] ?? .null,
                    // Not of AWS: a connection that waits for its acceptance differs in this alone.
                    "IsAccepted": .bool(status == "active"),
                ], attributes: EC2Kind.members(["VpcPeeringConnectionId"], of: element),
                tags: IdentityTags.parse(element["Tags"]))
        }
    }

    func normalized(_ properties: Value) -> Value { properties.merging(["IsAccepted": true]) }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(["VpcId", "PeerVpcId", "PeerRegion"], of: target.properties)
        input["TagSpecifications"] = IdentityTags.specification("vpc-peering-connection", for: target)
        try await cloud.call("ec2", "CreateVpcPeeringConnection", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EC2Tags.update(target, found, cloud) }
        guard differences.contains("IsAccepted") else { return }
        try await cloud.call(
            "ec2", "AcceptVpcPeeringConnection", target.properties.text("PeerRegion") ?? target.region,
            ["VpcPeeringConnectionId": .string(found.physicalID)])
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "DeleteVpcPeeringConnection", target.region,
            ["VpcPeeringConnectionId": .string(found.physicalID)])
    }
}
