import CloudCalls
import Providers
import Resources
import Values

/// A scaling policy, which can't be tagged; PutScalingPolicy makes and overwrites it by name (Auto Scaling API
/// reference).
struct ScalingPolicy: KindDriver {
    private static let members = [
        "AutoScalingGroupName", "PolicyName", "PolicyType", "TargetTrackingConfiguration", "EstimatedInstanceWarmup",
    ]

    let schema = KindSchema(
        kind: "AWS::AutoScaling::ScalingPolicy", service: "autoscaling", identity: .naturalKey,
        rules: ["AutoScalingGroupName", "PolicyName"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["DescribePolicies", "DescribeAutoScalingGroups"],
        changes: ["PutScalingPolicy"],
        deletes: ["DeletePolicy"])

    func naturalKey(of properties: Value) -> String? {
        guard let group = properties.text("AutoScalingGroupName"), let name = properties.text("PolicyName") else {
            return nil
        }
        return "\(group)/\(name)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope { input["AutoScalingGroupName"] = target.properties["AutoScalingGroupName"] }
        let policies = try await cloud.pages(
            "autoscaling", "DescribePolicies", scope.region, input, items: "ScalingPolicies")
        return policies.map { policy in
            let properties = normalized(EC2Kind.members(Self.members, of: policy))
            return Found(
                physicalID: policy.text("PolicyARN") ?? "", status: .ready, properties: properties,
                attributes: EC2Kind.members(["PolicyARN", "PolicyName"], of: policy),
                naturalKey: naturalKey(of: properties) ?? "")
        }
    }

    /// AWS gives the default of DisableScaleIn back.
    func normalized(_ properties: Value) -> Value {
        guard var tracking = properties["TargetTrackingConfiguration"], tracking["DisableScaleIn"]?.flag == false else {
            return properties
        }
        tracking["DisableScaleIn"] = nil
        return properties.merging(["TargetTrackingConfiguration": tracking])
    }

    private func put(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "autoscaling", "PutScalingPolicy", target.region, EC2Kind.members(Self.members, of: target.properties))
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) { try await put(target, cloud) }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await put(target, cloud)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "autoscaling", "DeletePolicy", target.region,
            EC2Kind.members(["AutoScalingGroupName", "PolicyName"], of: found.properties))
    }
}
