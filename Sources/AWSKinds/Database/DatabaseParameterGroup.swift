import CloudCalls
import Providers
import Resources
import Values

/// The settings of a database engine; `Parameters` is a map of names to texts, as in CloudFormation.
///
/// Source: RDS API reference, `ModifyDBParameterGroup` and `ResetDBParameterGroup` (20 parameters a call).
struct DatabaseParameterGroup: KindDriver {
    let schema = KindSchema(
        kind: "AWS::RDS::DBParameterGroup", service: "rds",
        identity: .name(property: "DBParameterGroupName", limit: 255),
        rules: [
            PropertyRule("DBParameterGroupName", .replaces), PropertyRule("DBParameterGroupFamily", .replaces),
            PropertyRule("Description", .replaces),
        ], durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeDBParameterGroups", "DescribeDBParameters", "ListTagsForResource", TaggedThings.call],
        changes: [
            "CreateDBParameterGroup", "ModifyDBParameterGroup", "ResetDBParameterGroup", "AddTagsToResource",
            "RemoveTagsFromResource",
        ],
        deletes: ["DeleteDBParameterGroup"])

    /// What sessions take on without a restart, of what we set; any other waits for one, which is always allowed
    /// (RDS user guide, "Parameters for RDS for PostgreSQL").
    private static let dynamic: Set<String> = ["default_transaction_read_only"]

    private static let members = ["DBParameterGroupName", "DBParameterGroupFamily", "Description"]

    private static func sorted(_ pairs: [(String, Value)]) -> Value {
        .object(Members(pairs.sorted { $0.0 < $1.0 }))
    }

    func normalized(_ properties: Value) -> Value {
        var properties = DatabaseGroup.lowercased(["DBParameterGroupName"], in: properties)
        if let parameters = properties["Parameters"] {
            properties["Parameters"] = Self.sorted(parameters.members.map { ($0.name, $0.value) })
        }
        return properties
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var found: [Found] = []
        for (group, tags) in try await DatabaseGroup.groups(
            scope, cloud, describe: "DescribeDBParameterGroups", items: "DBParameterGroups",
            name: "DBParameterGroupName", arn: "DBParameterGroupArn")
        {
            let name = group["DBParameterGroupName"] ?? .null
            let parameters = try await cloud.pages(
                "rds", "DescribeDBParameters", scope.region, ["DBParameterGroupName": name, "Source": "user"],
                items: "Parameters", marker: "Marker", next: "Marker")
            var properties = EC2Kind.members(Self.members, of: group)
            properties["Parameters"] = Self.sorted(
                parameters.map { ($0.text("ParameterName") ?? "", $0["ParameterValue"] ?? .null) })
            found.append(
                Found(
                    physicalID: name.text ?? "", status: .ready, properties: properties,
                    attributes: ["DBParameterGroupName": name, "Arn": group["DBParameterGroupArn"] ?? .null],
                    tags: tags))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(Self.members, of: target.properties)
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("rds", "CreateDBParameterGroup", target.region, input)
    }

    /// Parameters are set here, also after a create, or go back to the standard; static ones take effect at the next reboot.
    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Parameters") {
            let wanted = target.properties["Parameters"]?.members ?? Members()
            let actual = found.properties["Parameters"]?.members ?? Members()
            try await send(
                "ModifyDBParameterGroup", wanted.filter { actual[$0.name] != $0.value }, target, found, cloud)
            try await send(
                "ResetDBParameterGroup", actual.filter { wanted[$0.name] == nil }, target, found, cloud)
        }
        if differences.contains("Tags") { try await DatabaseGroup.updateTags(target, found, cloud) }
    }

    private func send(
        _ operation: String, _ pairs: [Members.Pair], _ target: Target, _ found: Found, _ cloud: CloudAccess
    ) async throws(AWSError) {
        let parameters = pairs.map { pair -> Value in
            [
                "ParameterName": .string(pair.name), "ParameterValue": pair.value,
                "ApplyMethod": Self.dynamic.contains(pair.name) ? "immediate" : "pending-reboot",
            ]
        }
        for start in stride(from: 0, to: parameters.count, by: 20) {
            try await cloud.call(
                "rds", operation, target.region,
                [
                    "DBParameterGroupName": .string(found.physicalID),
                    "Parameters": .list(Array(parameters[start..<min(start + 20, parameters.count)])),
                ])
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "rds", "DeleteDBParameterGroup", target.region, ["DBParameterGroupName": .string(found.physicalID)])
    }
}
