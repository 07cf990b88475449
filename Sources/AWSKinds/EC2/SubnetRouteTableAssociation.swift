import CloudCalls
import Providers
import Resources
import Values

/// A subnet's route table. A subnet has one; ReplaceRouteTableAssociation swaps it without a moment on the main table.
struct SubnetRouteTableAssociation: KindDriver {
    let schema = KindSchema(
        kind: "AWS::EC2::SubnetRouteTableAssociation", service: "ec2", identity: .naturalKey,
        rules: [PropertyRule("SubnetId", .replaces)], durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeRouteTables"],
        changes: ["AssociateRouteTable", "ReplaceRouteTableAssociation"],
        deletes: ["DisassociateRouteTable"])

    func naturalKey(of properties: Value) -> String? { properties.text("SubnetId") }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = ["Filters": IdentityTags.filters(for: scope)]
        if case .one(let target) = scope {
            let subnet = target.properties["SubnetId"] ?? .string(target.physicalID)
            input = ["Filters": [["Name": "association.subnet-id", "Values": [subnet]]]]
        }
        let tables = try await cloud.pages("ec2", "DescribeRouteTables", scope.region, input, items: "RouteTables")
        return tables.flatMap { table in
            (table["Associations"]?.elements ?? []).filter { $0.text("SubnetId") != nil }.map { association in
                Found(
                    physicalID: association.text("RouteTableAssociationId") ?? "", status: .ready,
                    properties: EC2Kind.members(["RouteTableId", "SubnetId"], of: association),
                    attributes: ["AssociationId": association["RouteTableAssociationId"] ?? .null],
                    naturalKey: association.text("SubnetId") ?? "")
            }
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "AssociateRouteTable", target.region, target.properties)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await cloud.call(
            "ec2", "ReplaceRouteTableAssociation", target.region,
            [
                "AssociationId": .string(found.physicalID),
                "RouteTableId": target.properties["RouteTableId"] ?? .null,
            ])
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "DisassociateRouteTable", target.region, ["AssociationId": .string(found.physicalID)])
    }
}
