import CloudCalls
import Providers
import Values

/// The one read that route tables, routes and associations share.
enum RouteTables {
    static func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        var input: Value = ["Filters": IdentityTags.filters(for: scope)]
        if case .one(let target) = scope {
            let table =
                target.properties["RouteTableId"]
                ?? .string(target.physicalID.split(separator: "/").first.map(String.init) ?? "")
            input = ["RouteTableIds": [table]]
        }
        return try await cloud.pages("ec2", "DescribeRouteTables", scope.region, input, items: "RouteTables")
    }
}
