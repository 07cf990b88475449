import CloudCalls
import Values

/// What FakeAWS answers for `cloudwatch`: alarms, which PutMetricAlarm makes and overwrites by name.
enum CloudWatch {
    static let definition = ServiceDefinition(
        service: "cloudwatch",
        operations: [
            "PutMetricAlarm": put, "DescribeAlarms": describe, "DeleteAlarms": delete,
            "GetMetricData": Metrics.getData,
            "ListTagsForResource": listTags, "TagResource": tag, "UntagResource": untag,
        ])

    private static let type = "AWS::CloudWatch::Alarm"

    @Sendable private static func put(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("AlarmName")
        let old = cloud.object(type, call.region, name)
        var attributes = call.input
        attributes["Tags"] = nil
        attributes["AlarmArn"] = .string("arn:aws:cloudwatch:\(call.region):\(cloud.account):alarm:\(name)")
        attributes["StateValue"] = old?.attributes["StateValue"] ?? "INSUFFICIENT_DATA"
        attributes["ActionsEnabled"] = call.input["ActionsEnabled"] ?? true
        // Tags are honoured when the alarm is made, not when it is overwritten.
        cloud.insert(
            CloudObject(
                CloudObject.Key(type, call.region, name), attributes: attributes,
                tags: old?.tags ?? Call.tags(call.input["Tags"]), createdAt: old?.createdAt ?? call.now))
        return [:]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let names = call.input["AlarmNames"]?.texts
        let prefix = call.input.text("AlarmNamePrefix") ?? ""
        let alarms = cloud.all(type, call.region).filter {
            (names?.contains($0.id) ?? true) && $0.id.hasPrefix(prefix)
        }.map(\.attributes)
        return call.page(alarms, items: "MetricAlarms", size: "MaxRecords")
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        for name in call.input["AlarmNames"]?.texts ?? [] {
            cloud.remove(CloudObject.Key(type, call.region, name))
        }
        return [:]
    }

    private static func named(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let arn = try call.required("ResourceARN")
        guard let alarm = cloud.object(type, call.region, arn.components(":alarm:").last ?? "") else {
            throw AWSError("ResourceNotFoundException", "Unknown alarm \(arn)")
        }
        return alarm
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Tags": try named(call, cloud).tagList]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try named(call, cloud).key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let alarm = try named(call, cloud)
        cloud.update(alarm.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }
}
