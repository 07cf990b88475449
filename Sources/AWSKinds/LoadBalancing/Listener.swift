import CloudCalls
import Providers
import Resources
import Values

/// A listener of a load balancer; they are listed per load balancer (ELBv2 API reference).
struct Listener: KindDriver {
    private static let changing = ["Port", "Protocol", "DefaultActions", "Certificates", "SslPolicy"]

    let schema = KindSchema(
        kind: "AWS::ElasticLoadBalancingV2::Listener", service: "elbv2", identity: .tags,
        rules: [PropertyRule("LoadBalancerArn", .replaces)], durations: .instant, carriesTraffic: true)
    let calls = KindCalls(
        reads: ["DescribeLoadBalancers", "DescribeListeners", "DescribeTags", TaggedThings.call],
        changes: ["CreateListener", "ModifyListener", "AddTags", "RemoveTags"],
        deletes: ["DeleteListener"])

    /// The listeners of a platform's load balancers.
    static func ours(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        var listeners: [Value] = []
        for arn in try await LoadBalancer.ours(scope, cloud) {
            do throws(AWSError) {
                listeners += try await LoadBalancingTags.pages(
                    "DescribeListeners", scope.region, ["LoadBalancerArn": .string(arn)], items: "Listeners", cloud)
            } catch {
                // The load balancer went meanwhile.
                guard error.code == "LoadBalancerNotFound" else { throw error }
            }
        }
        return listeners
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let listeners: [Value]
        switch scope {
        case .platform: listeners = try await Self.ours(scope, cloud)
        case .one(let target):
            let input: Value =
                target.properties["LoadBalancerArn"].map { ["LoadBalancerArn": $0] }
                ?? ["ListenerArns": [.string(target.physicalID)]]
            listeners = try await LoadBalancingTags.pages(
                "DescribeListeners", scope.region, input, items: "Listeners", cloud)
        }
        let tags = try await LoadBalancingTags.read(
            listeners.compactMap { $0.text("ListenerArn") }, scope, cloud)
        return listeners.compactMap { listener in
            let arn = listener.text("ListenerArn") ?? ""
            guard let own = tags[arn] else { return nil }
            var properties = EC2Kind.members(Self.changing + ["LoadBalancerArn"], of: listener)
            properties["DefaultActions"] = ListenerActions.plain(listener["DefaultActions"])
            return Found(
                physicalID: arn, status: .ready, properties: properties, attributes: ["ListenerArn": .string(arn)],
                tags: own)
        }
    }

    func normalized(_ properties: Value) -> Value {
        guard let actions = properties["DefaultActions"] else { return properties }
        return properties.merging(["DefaultActions": ListenerActions.plain(actions)])
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elbv2", "CreateListener", target.region,
            EC2Kind.members(Self.changing + ["LoadBalancerArn"], of: target.properties)
                .merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains(where: Self.changing.contains) {
            // A change of protocol needs the certificate in the same call.
            try await cloud.call(
                "elbv2", "ModifyListener", target.region,
                EC2Kind.members(Self.changing, of: target.properties)
                    .merging(["ListenerArn": .string(found.physicalID)]))
        }
        if differences.contains("Tags") { try await LoadBalancingTags.update(target, found, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("elbv2", "DeleteListener", target.region, ["ListenerArn": .string(found.physicalID)])
    }
}
