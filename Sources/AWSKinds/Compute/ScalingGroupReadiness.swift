import CloudCalls
import Providers
import Resources
import Values

/// Whether an Auto Scaling group serves: its instances are in service, healthy in each target group, and all of one
/// version (DescribeTargetHealth and DescribeInstanceRefreshes, API references).
struct ScalingGroupReadiness {
    let group: Value
    let region: String
    let cloud: CloudAccess

    private static let underWay: Set<String> = [
        "Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking",
    ]
    private static let failed: Set<String> = ["Failed", "RollbackFailed", "RollbackSuccessful"]

    private var name: Value { group["AutoScalingGroupName"] ?? .null }
    private var instances: [Value] { group["Instances"]?.elements ?? [] }

    /// The last instance refresh, as long as it can still matter: none is asked for while all members are of the group's
    /// own version.
    func latestRefresh() async throws(AWSError) -> Value? {
        guard mayBeOutdated else { return nil }
        let output = try await cloud.read(
            "autoscaling", "DescribeInstanceRefreshes", region, ["AutoScalingGroupName": name, "MaxRecords": 1])
        return output["InstanceRefreshes"]?.elements.first
    }

    /// Versions that are words (`$Latest`) tell nothing.
    private var mayBeOutdated: Bool {
        guard let version = group["LaunchTemplate"]?.text("Version"), !version.hasPrefix("$") else { return true }
        return instances.contains { $0["LaunchTemplate"]?.text("Version") != version }
    }

    private func isUnderWay(_ refresh: Value?) -> Bool { Self.underWay.contains(refresh?.text("Status") ?? "") }

    /// Whether members are of another version than the group's and nothing replaces them: a run ended between the
    /// change and the refresh. A refresh that failed isn't begun again by itself.
    func needsRefresh(after refresh: Value?) -> Bool {
        guard let version = group["LaunchTemplate"]?.text("Version"), !version.hasPrefix("$"), !isUnderWay(refresh),
            !Self.failed.contains(refresh?.text("Status") ?? "")
        else { return false }
        return instances.contains { $0["LaunchTemplate"]?.text("Version").map { $0 != version } ?? false }
    }

    func status(_ refresh: Value?) async throws(AWSError) -> ResourceObservation.Status {
        if isUnderWay(refresh) {
            return .pending("instance refresh is \(refresh?.number("PercentageComplete") ?? 0) % complete")
        }
        let desired = group.number("DesiredCapacity") ?? 0
        let serving = Set(
            instances.filter { $0.text("LifecycleState") == "InService" && $0.text("HealthStatus") == "Healthy" }
                .compactMap { $0.text("InstanceId") })
        guard serving.count >= desired else {
            return .pending("\(serving.count) of \(desired) instances in service")
        }
        for arn in group["TargetGroupARNs"]?.texts ?? [] {
            let output: Value
            do throws(AWSError) {
                output = try await cloud.read(
                    "elbv2", "DescribeTargetHealth", region, ["TargetGroupArn": .string(arn)])
            } catch {
                guard error.code == "TargetGroupNotFound" else { throw error }
                return .pending("its target group \(Self.groupName(arn)) is gone")
            }
            let healthy = (output["TargetHealthDescriptions"]?.elements ?? []).filter {
                $0["TargetHealth"]?.text("State") == "healthy"
            }
            let own = serving.intersection(healthy.compactMap { $0["Target"]?.text("Id") })
            guard own.count >= desired else {
                return .pending("\(own.count) of \(desired) instances healthy in \(Self.groupName(arn))")
            }
        }
        if let refresh, Self.failed.contains(refresh.text("Status") ?? ""), hasOtherVersions {
            return .pending("the last instance refresh ended \(refresh.text("Status") ?? ""): \(reason(refresh))")
        }
        return .ready
    }

    private var hasOtherVersions: Bool {
        Set(instances.compactMap { $0["LaunchTemplate"]?.text("Version") }).count > 1
    }

    private func reason(_ refresh: Value) -> String { refresh.text("StatusReason") ?? "no reason given" }

    /// The name inside `arn:...:targetgroup/NAME/ID`.
    private static func groupName(_ arn: String) -> String {
        let parts = arn.split(separator: "/")
        return parts.count == 3 ? String(parts[1]) : arn
    }
}
