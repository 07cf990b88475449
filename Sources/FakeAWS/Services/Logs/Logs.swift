import CloudCalls
import Values

/// What FakeAWS answers for `logs`: log groups.
enum Logs {
    static let definition = ServiceDefinition(
        service: "logs",
        operations: [
            "CreateLogGroup": create, "DescribeLogGroups": describe, "PutRetentionPolicy": putRetention,
            "DeleteRetentionPolicy": deleteRetention, "DeleteLogGroup": delete, "ListTagsForResource": listTags,
            "TagResource": tag, "UntagResource": untag, "AssociateKmsKey": associateKey,
        ])

    private static let type = "AWS::Logs::LogGroup"

    private static func find(_ name: String, _ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let group = cloud.object(type, call.region, name) else {
            throw AWSError("ResourceNotFoundException", "The specified log group does not exist.")
        }
        return group
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("logGroupName")
        guard cloud.object(type, call.region, name) == nil else {
            throw AWSError("ResourceAlreadyExistsException", "The specified log group already exists")
        }
        let tags = Dictionary((call.input["tags"]?.members ?? Members()).map { ($0.name, $0.value.text ?? "") }) { $1 }
        let arn = "arn:aws:logs:\(call.region):\(cloud.account):log-group:\(name)"
        cloud.insert(
            CloudObject(
                CloudObject.Key(type, call.region, name),
                attributes: [
                    "logGroupName": .string(name), "arn": .string(arn + ":*"), "logGroupArn": .string(arn),
                    "kmsKeyId": call.input["kmsKeyId"] ?? .null, "storedBytes": 0, "metricFilterCount": 0,
                    "creationTime": .int(call.now.milliseconds),
                ].withoutNulls, tags: tags, createdAt: call.now))
        return [:]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let prefix = call.input.text("logGroupNamePrefix") ?? ""
        let groups = cloud.all(type, call.region).filter { $0.id.hasPrefix(prefix) }.map(\.attributes)
        return call.page(groups, items: "logGroups", size: "limit", limit: 50, marker: "nextToken", next: "nextToken")
    }

    @Sendable private static func putRetention(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call.required("logGroupName"), call, cloud)
        let allowed = [
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
        ]
        guard let days = call.input.number("retentionInDays"), allowed.contains(days) else {
            throw AWSError("InvalidParameterException", "retentionInDays has an invalid value")
        }
        cloud.update(group.key) { $0.attributes["retentionInDays"] = .int(days) }
        return [:]
    }

    @Sendable private static func deleteRetention(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call.required("logGroupName"), call, cloud)
        cloud.update(group.key) { $0.attributes["retentionInDays"] = nil }
        return [:]
    }

    @Sendable private static func associateKey(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call.required("logGroupName"), call, cloud)
        cloud.update(group.key) { $0.attributes["kmsKeyId"] = call.input["kmsKeyId"] }
        return [:]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call.required("logGroupName"), call, cloud)
        cloud.remove(group.key)
        return [:]
    }

    private static func named(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let arn = try call.required("resourceArn")
        let name = (arn.components(":log-group:").last ?? "").components(":*")[0]
        return try find(name, call, cloud)
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["tags": try named(call, cloud).tagMap]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try named(call, cloud)
        cloud.update(group.key) {
            for pair in call.input["tags"]?.members ?? Members() { $0.tags[pair.name] = pair.value.text ?? "" }
        }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try named(call, cloud)
        cloud.update(group.key) { for key in call.input["tagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }
}
