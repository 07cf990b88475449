import CloudCalls
import Providers
import Resources
import Values

/// A notification topic. CreateTopic with a known name gives the topic that is there (SNS API reference).
struct Topic: KindDriver {
    let schema = KindSchema(
        kind: "AWS::SNS::Topic", service: "sns", identity: .name(property: "TopicName", limit: 256),
        rules: [PropertyRule("TopicName", .replaces)], durations: .instant)
    let calls = KindCalls(
        reads: ["ListTopics", "GetTopicAttributes", "ListTagsForResource", TaggedThings.call],
        changes: ["CreateTopic", "SetTopicAttributes", "TagResource", "UntagResource"],
        deletes: ["DeleteTopic"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var arns: [String]
        switch scope {
        case .platform(let platform, let region):
            let topics = try await cloud.pages("sns", "ListTopics", region, [:], items: "Topics")
            arns = topics.compactMap { $0.text("TopicArn") }.filter { Self.name(of: $0).hasPrefix(platform + "-") }
        case .one(let target):
            let name = target.properties.text("TopicName") ?? Self.name(of: target.physicalID)
            arns = ["arn:aws:sns:\(target.region):\(cloud.account):\(name)"]
        }
        let things = try await TaggedThings(scope, cloud)
        var found: [Found] = []
        for arn in arns {
            let attributes = try await cloud.read(
                "sns", "GetTopicAttributes", scope.region, ["TopicArn": .string(arn)])["Attributes"]
            let tags = try await things.tags(arn) { () async throws(AWSError) in
                IdentityTags.parse(
                    try await cloud.read(
                        "sns", "ListTagsForResource", scope.region, ["ResourceArn": .string(arn)])["Tags"])
            }
            var properties: Value = ["TopicName": .string(Self.name(of: arn))]
            properties["KmsMasterKeyId"] = attributes?["KmsMasterKeyId"]
            found.append(
                Found(
                    physicalID: arn, status: .ready, properties: properties,
                    attributes: ["TopicArn": .string(arn)], tags: tags))
        }
        return found
    }

    private static func name(of arn: String) -> String { arn.split(separator: ":").last.map(String.init) ?? arn }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input: Value = [
            "Name": target.properties["TopicName"] ?? .null, "Tags": IdentityTags.list(for: target),
        ]
        if let key = target.properties["KmsMasterKeyId"] { input["Attributes"] = ["KmsMasterKeyId": key] }
        try await cloud.call("sns", "CreateTopic", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("KmsMasterKeyId") {
            try await cloud.call(
                "sns", "SetTopicAttributes", target.region,
                [
                    "TopicArn": .string(found.physicalID), "AttributeName": "KmsMasterKeyId",
                    "AttributeValue": target.properties["KmsMasterKeyId"] ?? "",
                ])
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "sns", tag: "TagResource", untag: "UntagResource",
                id: ["ResourceArn": .string(found.physicalID)])
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("sns", "DeleteTopic", target.region, ["TopicArn": .string(found.physicalID)])
    }
}
