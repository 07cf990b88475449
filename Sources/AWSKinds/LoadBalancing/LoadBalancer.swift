import CloudCalls
import Providers
import Resources
import Values

/// A load balancer. CreateLoadBalancer with the settings of an existing one gives that one back, and lists can't be
/// filtered by tags (ELBv2 API reference).
struct LoadBalancer: KindDriver {
    let schema = KindSchema(
        kind: "AWS::ElasticLoadBalancingV2::LoadBalancer", service: "elbv2",
        identity: .name(property: "Name", limit: 32),
        rules: ["Name", "Scheme", "Type"].map { PropertyRule($0, .replaces) }
            + ["Subnets", "SecurityGroups"].map { PropertyRule($0, .unordered) },
        durations: ExpectedDurations(create: .seconds(180), deadline: .minutes(15)))
    let calls = KindCalls(
        reads: ["DescribeLoadBalancers", "DescribeTags", TaggedThings.call, "DescribeLoadBalancerAttributes"],
        changes: [
            "CreateLoadBalancer", "SetSubnets", "SetSecurityGroups", "SetIpAddressType", "ModifyLoadBalancerAttributes",
            "AddTags", "RemoveTags",
        ],
        deletes: ["ModifyLoadBalancerAttributes", "DeleteLoadBalancer"],
        alsoNeeded: ["iam:CreateServiceLinkedRole"])

    /// The ARNs of a platform's load balancers, from the lists that this driver's own listing shares.
    static func ours(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [String] {
        let all = try await LoadBalancingTags.pages(
            "DescribeLoadBalancers", scope.region, [:], items: "LoadBalancers", cloud)
        let arns = all.compactMap { $0.text("LoadBalancerArn") }
        let tags = try await LoadBalancingTags.read(arns, scope, cloud)
        return arns.filter { tags[$0]?[IdentityTags.platform] == scope.platform }
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let balancers = try await LoadBalancingTags.pages(
            "DescribeLoadBalancers", scope.region,
            LoadBalancingTags.selection(scope, arns: "LoadBalancerArns"), items: "LoadBalancers", cloud)
        let tags = try await LoadBalancingTags.read(
            balancers.compactMap { $0.text("LoadBalancerArn") }, scope, cloud)
        return balancers.compactMap { balancer in
            let arn = balancer.text("LoadBalancerArn") ?? ""
            guard let own = tags[arn] else { return nil }
            if case .platform(let name, _) = scope, own[IdentityTags.platform] != name { return nil }
            return found(balancer, arn, own)
        }
    }

    private func found(_ balancer: Value, _ arn: String, _ tags: [String: String]) -> Found {
        var properties = EC2Kind.members(["Scheme", "Type", "IpAddressType", "SecurityGroups"], of: balancer)
        properties["Name"] = balancer["LoadBalancerName"]
        properties["Subnets"] = .list(
            (balancer["AvailabilityZones"]?.elements ?? []).compactMap { $0["SubnetId"] })
        var attributes = EC2Kind.members(
            ["LoadBalancerArn", "LoadBalancerName", "DNSName", "CanonicalHostedZoneId"], of: balancer)
        let parts = arn.split(separator: "/", maxSplits: 1)
        attributes["LoadBalancerFullName"] = .string(parts.count == 2 ? String(parts[1]) : arn)
        return Found(
            physicalID: arn, status: status(balancer["State"]), properties: properties, attributes: attributes,
            tags: tags)
    }

    private func status(_ state: Value?) -> ResourceObservation.Status {
        switch state?.text("Code") ?? "" {
        case "active", "active_impaired": .ready
        case "failed": .failed("The load balancer failed: \(state?.text("Reason") ?? "no reason given").")
        case let code: .pending("the load balancer is \(code)")
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elbv2", "CreateLoadBalancer", target.region,
            EC2Kind.members(
                ["Name", "Scheme", "Type", "IpAddressType", "Subnets", "SecurityGroups"], of: target.properties
            ).merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let operations = [
            ("Subnets", "SetSubnets"), ("SecurityGroups", "SetSecurityGroups"), ("IpAddressType", "SetIpAddressType"),
        ]
        for (name, operation) in operations where differences.contains(name) {
            try await cloud.call(
                "elbv2", operation, target.region,
                ["LoadBalancerArn": .string(found.physicalID), name: target.properties[name] ?? .null])
        }
        if differences.contains("Tags") { try await LoadBalancingTags.update(target, found, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let arn = Value.string(found.physicalID)
        // The plan has decided already; AWS's own guard against slips must step aside.
        try await cloud.call(
            "elbv2", "ModifyLoadBalancerAttributes", target.region,
            ["LoadBalancerArn": arn, "Attributes": [["Key": "deletion_protection.enabled", "Value": "false"]]])
        try await cloud.call("elbv2", "DeleteLoadBalancer", target.region, ["LoadBalancerArn": arn])
    }
}
