import CloudCalls
import Providers
import Resources
import Values

/// A target group. CreateTargetGroup with the settings of an existing one gives that one back (ELBv2 API reference).
struct TargetGroup: KindDriver {
    private static let fixed = ["Name", "Protocol", "ProtocolVersion", "Port", "VpcId", "TargetType", "IpAddressType"]
    private static let checks = [
        "HealthCheckEnabled", "HealthCheckPath", "HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds",
        "HealthyThresholdCount", "UnhealthyThresholdCount", "HealthCheckProtocol", "HealthCheckPort", "Matcher",
    ]

    let schema = KindSchema(
        kind: "AWS::ElasticLoadBalancingV2::TargetGroup", service: "elbv2",
        identity: .name(property: "Name", limit: 32), rules: fixed.map { PropertyRule($0, .replaces) },
        durations: .instant)
    let calls = KindCalls(
        reads: ["DescribeTargetGroups", "DescribeTags", TaggedThings.call, "DescribeTargetGroupAttributes"],
        changes: ["CreateTargetGroup", "ModifyTargetGroup", "ModifyTargetGroupAttributes", "AddTags", "RemoveTags"],
        deletes: ["DeleteTargetGroup"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let groups = try await LoadBalancingTags.pages(
            "DescribeTargetGroups", scope.region,
            LoadBalancingTags.selection(scope, arns: "TargetGroupArns"), items: "TargetGroups", cloud)
        let tags = try await LoadBalancingTags.read(
            groups.compactMap { $0.text("TargetGroupArn") }, scope, cloud)
        return groups.compactMap { group in
            let arn = group.text("TargetGroupArn") ?? ""
            guard let own = tags[arn] else { return nil }
            if case .platform(let name, _) = scope, own[IdentityTags.platform] != name { return nil }
            var properties = EC2Kind.members(Self.fixed + Self.checks, of: group)
            properties["Name"] = group["TargetGroupName"]
            var attributes = EC2Kind.members(["TargetGroupArn", "TargetGroupName"], of: group)
            attributes["TargetGroupFullName"] = .string(arn.split(separator: ":").last.map(String.init) ?? arn)
            return Found(
                physicalID: arn, status: .ready, properties: properties, attributes: attributes, tags: own)
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elbv2", "CreateTargetGroup", target.region,
            EC2Kind.members(Self.fixed + Self.checks, of: target.properties)
                .merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let changed = differences.filter(Self.checks.contains)
        if !changed.isEmpty {
            try await cloud.call(
                "elbv2", "ModifyTargetGroup", target.region,
                EC2Kind.members(changed, of: target.properties)
                    .merging(["TargetGroupArn": .string(found.physicalID)]))
        }
        if differences.contains("Tags") { try await LoadBalancingTags.update(target, found, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elbv2", "DeleteTargetGroup", target.region, ["TargetGroupArn": .string(found.physicalID)])
    }
}
