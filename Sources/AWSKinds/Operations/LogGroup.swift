import CloudCalls
import Providers
import Resources
import Values

/// A log group with its retention.
struct LogGroup: KindDriver {
    let schema = KindSchema(
        kind: "AWS::Logs::LogGroup", service: "logs", identity: .name(property: "LogGroupName", limit: 512),
        rules: [PropertyRule("LogGroupName", .replaces)], durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeLogGroups", "ListTagsForResource", TaggedThings.call],
        changes: [
            "CreateLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy", "AssociateKmsKey", "TagResource",
            "UntagResource",
        ],
        deletes: ["DeleteLogGroup"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope {
            input["logGroupNamePrefix"] = target.properties["LogGroupName"] ?? .string(target.physicalID)
        } else {
            input["logGroupNamePrefix"] = .string("/reconcile/\(scope.platform)/")
        }
        let groups = try await cloud.pages(
            "logs", "DescribeLogGroups", scope.region, input, items: "logGroups", marker: "nextToken",
            next: "nextToken")
        let things = try await TaggedThings(scope, cloud)
        var found: [Found] = []
        for group in groups {
            let arn = group["logGroupArn"] ?? .null
            let tags = try await things.tags(arn.text ?? "") { () async throws(AWSError) in
                IdentityTags.parse(
                    map: try await cloud.read("logs", "ListTagsForResource", scope.region, ["resourceArn": arn])["tags"]
                )
            }
            var properties: Value = ["LogGroupName": group["logGroupName"] ?? .null]
            properties["RetentionInDays"] = group["retentionInDays"]
            properties["KmsKeyId"] = group["kmsKeyId"]
            found.append(
                Found(
                    physicalID: group.text("logGroupName") ?? "", status: .ready, properties: properties,
                    attributes: ["Arn": arn, "LogGroupName": group["logGroupName"] ?? .null],
                    tags: tags))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "logs", "CreateLogGroup", target.region,
            [
                "logGroupName": target.properties["LogGroupName"] ?? .null,
                "kmsKeyId": target.properties["KmsKeyId"] ?? .null, "tags": IdentityTags.map(for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let name: Value = ["logGroupName": .string(found.physicalID)]
        if differences.contains("RetentionInDays") {
            try await cloud.call(
                "logs", "PutRetentionPolicy", target.region,
                name.merging(["retentionInDays": target.properties["RetentionInDays"] ?? .null]))
        }
        if differences.contains("KmsKeyId") {
            try await cloud.call(
                "logs", "AssociateKmsKey", target.region,
                name.merging(["kmsKeyId": target.properties["KmsKeyId"] ?? .null]))
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "logs", tag: "TagResource", untag: "UntagResource",
                id: ["resourceArn": found.attributes["Arn"] ?? .null], tagsMember: "tags", keysMember: "tagKeys",
                asMap: true)
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("logs", "DeleteLogGroup", target.region, ["logGroupName": .string(found.physicalID)])
    }
}
