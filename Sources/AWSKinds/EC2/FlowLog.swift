import CloudCalls
import Providers
import Resources
import Values

/// A VPC's flow log into CloudWatch Logs; nothing of it can be changed in place.
struct FlowLog: EC2Tagged {
    private static let members = [
        "ResourceId", "TrafficType", "LogGroupName", "DeliverLogsPermissionArn",
    ]

    let schema = KindSchema(
        kind: "AWS::EC2::FlowLog", service: "ec2", identity: .tags,
        rules: members.map { PropertyRule($0, .replaces) } + [PropertyRule("ResourceType", .writeOnly)],
        durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeFlowLogs"],
        changes: ["CreateFlowLogs", "DescribeTags", "CreateTags", "DeleteTags"],
        deletes: ["DeleteFlowLogs"],
        alsoNeeded: ["iam:PassRole"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await cloud.pages(
            "ec2", "DescribeFlowLogs", scope.region, ["Filter": IdentityTags.filters(for: scope)], items: "FlowLogs"
        ).map { element in
            Found(
                physicalID: element.text("FlowLogId") ?? "", status: .ready,
                properties: EC2Kind.members(Self.members, of: element),
                attributes: EC2Kind.members(["FlowLogId"], of: element), tags: IdentityTags.parse(element["Tags"]))
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let properties = target.properties
        try await cloud.call(
            "ec2", "CreateFlowLogs", target.region,
            [
                "ResourceIds": .list([properties["ResourceId"] ?? .null]),
                "ResourceType": properties["ResourceType"] ?? "VPC", "TrafficType": properties["TrafficType"] ?? "ALL",
                "LogGroupName": properties["LogGroupName"] ?? .null, "ClientToken": .string(target.token),
                "DeliverLogsPermissionArn": properties["DeliverLogsPermissionArn"] ?? .null,
                "TagSpecifications": IdentityTags.specification("vpc-flow-log", for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await EC2Tags.update(target, found, cloud)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("ec2", "DeleteFlowLogs", target.region, ["FlowLogIds": [.string(found.physicalID)]])
    }
}
