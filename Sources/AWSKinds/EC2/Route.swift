import CloudCalls
import Providers
import Resources
import Values

/// One route of a route table, known by its destination; ReplaceRoute moves it to another target without a gap.
struct Route: KindDriver {
    private static let targets = ["GatewayId", "NatGatewayId", "VpcPeeringConnectionId"]

    let schema = KindSchema(
        kind: "AWS::EC2::Route", service: "ec2", identity: .naturalKey,
        rules: ["RouteTableId", "DestinationCidrBlock"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeRouteTables"],
        changes: ["CreateRoute", "ReplaceRoute"],
        deletes: ["DeleteRoute"])

    func naturalKey(of properties: Value) -> String? {
        guard let table = properties.text("RouteTableId"), let range = properties.text("DestinationCidrBlock") else {
            return nil
        }
        return "\(table)/\(range)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let tables = try await RouteTables.list(scope, cloud)
        return tables.flatMap { table in
            (table["Routes"]?.elements ?? []).filter { $0.text("Origin") == "CreateRoute" }.map { route in
                let id = "\(table.text("RouteTableId") ?? "")/\(route.text("DestinationCidrBlock") ?? "")"
                var properties = EC2Kind.members(Self.targets + ["DestinationCidrBlock"], of: route)
                properties["RouteTableId"] = table["RouteTableId"]
                return Found(
                    physicalID: id, status: .ready, properties: properties, attributes: [:], naturalKey: id)
            }
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "CreateRoute", target.region, target.properties)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await cloud.call("ec2", "ReplaceRoute", target.region, target.properties)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ec2", "DeleteRoute", target.region,
            EC2Kind.members(["RouteTableId", "DestinationCidrBlock"], of: found.properties))
    }
}
