import CloudCalls
import Values

/// Scaling policies, which PutScalingPolicy makes and overwrites by name.
enum ScalingPolicies {
    static let operations: [String: ServiceDefinition.Handler] = [
        "PutScalingPolicy": put, "DescribePolicies": describe, "DeletePolicy": delete,
    ]
    static let type = "AWS::AutoScaling::ScalingPolicy"

    private static func key(_ call: Call) throws(AWSError) -> CloudObject.Key {
        let id = "\(try call.required("AutoScalingGroupName"))/\(try call.required("PolicyName"))"
        return CloudObject.Key(type, call.region, id)
    }

    @Sendable private static func put(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try ScalingGroups.find(call, cloud)
        let key = try key(call)
        let old = cloud.objects[key]
        let arn =
            old?.attributes["PolicyARN"]
            ?? .string(
                "arn:aws:autoscaling:\(call.region):\(cloud.account):scalingPolicy:\(cloud.freshID("")):\(key.id)")
        var attributes = call.input
        attributes["PolicyARN"] = arn
        attributes["Enabled"] = true
        cloud.insert(CloudObject(key, attributes: attributes, createdAt: old?.createdAt ?? call.now))
        _ = group
        return ["PolicyARN": arn, "Alarms": []]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = call.input.text("AutoScalingGroupName")
        let names = call.input["PolicyNames"]?.texts
        let all = cloud.all(type, call.region).filter {
            (group == nil || $0.attributes.text("AutoScalingGroupName") == group)
                && (names?.contains($0.attributes.text("PolicyName") ?? "") ?? true)
                && cloud.object(AutoScaling.group, call.region, $0.attributes.text("AutoScalingGroupName") ?? "") != nil
        }
        return call.page(all.map(\.attributes), items: "ScalingPolicies", size: "MaxRecords")
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.remove(try key(call))
        return [:]
    }
}
