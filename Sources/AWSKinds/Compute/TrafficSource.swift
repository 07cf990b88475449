import CloudCalls
import Providers
import Resources
import Values

/// A target group in which an Auto Scaling group of somebody else's making, such as a node group's, registers its
/// instances. It can't be tagged; group and target group are its identity (Auto Scaling API reference,
/// AttachTrafficSources).
struct TrafficSource: KindDriver {
    let schema = KindSchema(
        kind: "AWS::AutoScaling::TrafficSource", service: "autoscaling", identity: .naturalKey,
        rules: ["AutoScalingGroupName", "Identifier", "Type"].map { PropertyRule($0, .replaces) },
        durations: ExpectedDurations(create: .seconds(40), delete: .seconds(2), deadline: .minutes(20)))
    let calls = KindCalls(
        reads: ["DescribeAutoScalingGroups", "DescribeInstanceRefreshes", "elbv2.DescribeTargetHealth"],
        changes: ["AttachTrafficSources"],
        deletes: ["DetachTrafficSources"])

    func naturalKey(of properties: Value) -> String? {
        guard let group = properties.text("AutoScalingGroupName"), let source = properties.text("Identifier") else {
            return nil
        }
        return "\(group) \(source)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope, let group = target.properties["AutoScalingGroupName"] {
            input["AutoScalingGroupNames"] = [group]
        }
        let groups = try await cloud.pages(
            "autoscaling", "DescribeAutoScalingGroups", scope.region, input, items: "AutoScalingGroups")
        var found: [Found] = []
        for group in groups {
            for arn in group["TargetGroupARNs"]?.texts ?? [] {
                let properties: Value = [
                    "AutoScalingGroupName": group["AutoScalingGroupName"] ?? .null, "Identifier": .string(arn),
                    "Type": "elbv2",
                ]
                var status = ResourceObservation.Status.ready
                if case .one(let target) = scope, naturalKey(of: target.properties) == naturalKey(of: properties) {
                    status = try await ScalingGroupReadiness(group: group, region: scope.region, cloud: cloud).status(
                        nil)
                }
                found.append(
                    Found(
                        physicalID: naturalKey(of: properties) ?? "", status: status, properties: properties,
                        attributes: [:], naturalKey: naturalKey(of: properties) ?? ""))
            }
        }
        return found
    }

    private func call(_ operation: String, _ properties: Value, _ region: String, _ cloud: CloudAccess)
        async throws(AWSError)
    {
        try await cloud.call(
            "autoscaling", operation, region,
            [
                "AutoScalingGroupName": properties["AutoScalingGroupName"] ?? .null,
                "TrafficSources": [
                    ["Identifier": properties["Identifier"] ?? .null, "Type": properties["Type"] ?? "elbv2"]
                ],
            ])
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await call("AttachTrafficSources", target.properties, target.region, cloud)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {}

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await call("DetachTrafficSources", found.properties, target.region, cloud)
    }
}
