import CloudCalls
import Providers
import Resources
import Values

/// A CloudWatch alarm; PutMetricAlarm overwrites all of it by name.
struct Alarm: KindDriver {
    private static let members = [
        "AlarmName", "AlarmDescription", "Namespace", "MetricName", "Dimensions", "Statistic", "Period",
        "EvaluationPeriods", "Threshold", "ComparisonOperator", "TreatMissingData", "AlarmActions",
    ]

    let schema = KindSchema(
        kind: "AWS::CloudWatch::Alarm", service: "cloudwatch", identity: .name(property: "AlarmName", limit: 255),
        rules: [PropertyRule("AlarmName", .replaces), PropertyRule("Dimensions", .unordered)], durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeAlarms", "ListTagsForResource", TaggedThings.call],
        changes: ["PutMetricAlarm", "TagResource", "UntagResource"],
        deletes: ["DeleteAlarms"])

    /// Written out, so that an alarm that should tell nobody any more stops telling.
    func normalized(_ properties: Value) -> Value {
        properties.merging(["AlarmActions": properties["AlarmActions"] ?? []])
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = ["AlarmNamePrefix": .string(scope.platform + "-")]
        if case .one(let target) = scope {
            input = ["AlarmNames": [target.properties["AlarmName"] ?? .string(target.physicalID)]]
        }
        let alarms = try await cloud.pages(
            "cloudwatch", "DescribeAlarms", scope.region, input, items: "MetricAlarms")
        let things = try await TaggedThings(scope, cloud)
        var found: [Found] = []
        for alarm in alarms {
            let arn = alarm.text("AlarmArn") ?? ""
            let tags = try await things.tags(arn) { () async throws(AWSError) in
                IdentityTags.parse(
                    try await cloud.read(
                        "cloudwatch", "ListTagsForResource", scope.region, ["ResourceARN": .string(arn)])["Tags"])
            }
            found.append(
                Found(
                    physicalID: alarm.text("AlarmName") ?? "", status: .ready,
                    properties: normalized(EC2Kind.members(Self.members, of: alarm)),
                    attributes: EC2Kind.members(["AlarmName", "AlarmArn"], of: alarm),
                    tags: tags))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(Self.members, of: target.properties)
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("cloudwatch", "PutMetricAlarm", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains(where: { $0 != "Tags" }) { try await create(target, cloud) }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "cloudwatch", tag: "TagResource", untag: "UntagResource",
                id: ["ResourceARN": found.attributes["AlarmArn"] ?? .null])
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "cloudwatch", "DeleteAlarms", target.region, ["AlarmNames": [.string(found.physicalID)]])
    }
}
