import CloudCalls
import Providers
import Resources
import Values

/// An instance as a target of a target group. It can't be tagged: group and instance are its identity (ELBv2 API
/// reference, RegisterTargets).
struct TargetRegistration: KindDriver {
    let schema = KindSchema(
        kind: "AWS::ElasticLoadBalancingV2::Target", service: "elbv2", identity: .naturalKey,
        rules: ["TargetGroupArn", "Id"].map { PropertyRule($0, .replaces) },
        durations: ExpectedDurations(create: .seconds(30), delete: .minutes(5), deadline: .minutes(20)))
    let calls = KindCalls(
        reads: ["DescribeTargetGroups", "DescribeTags", "DescribeTargetHealth", TaggedThings.call],
        changes: ["RegisterTargets"],
        deletes: ["DeregisterTargets"])

    func naturalKey(of properties: Value) -> String? {
        guard let group = properties.text("TargetGroupArn"), let id = properties.text("Id") else { return nil }
        return "\(group) \(id)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let groups: [String]
        switch scope {
        case .one(let target): groups = target.properties.text("TargetGroupArn").map { [$0] } ?? []
        case .platform:
            // Those that Auto Scaling groups register are nobody's candidates and fall away.
            groups = try await TargetGroup().list(scope, cloud).map(\.physicalID)
        }
        var found: [Found] = []
        for group in groups {
            let output: Value
            do throws(AWSError) {
                output = try await cloud.read(
                    "elbv2", "DescribeTargetHealth", scope.region, ["TargetGroupArn": .string(group)])
            } catch {
                // The group went meanwhile, and its targets with it.
                guard error.code == "TargetGroupNotFound" else { throw error }
                continue
            }
            found += (output["TargetHealthDescriptions"]?.elements ?? []).map { self.found($0, in: group) }
        }
        return found
    }

    private func found(_ target: Value, in group: String) -> Found {
        let properties: Value = ["TargetGroupArn": .string(group), "Id": target["Target"]?["Id"] ?? .null]
        let key = naturalKey(of: properties) ?? ""
        return Found(
            physicalID: key, status: Self.status(target["TargetHealth"] ?? [:]), properties: properties,
            attributes: [:], naturalKey: key)
    }

    private static func status(_ health: Value) -> ResourceObservation.Status {
        switch health.text("State") ?? "" {
        case "healthy": .ready
        case "draining": .deleting
        case let state: .pending("the load balancer says that it is \(state) (\(health.text("Reason") ?? "no reason"))")
        }
    }

    private func input(_ properties: Value) -> Value {
        ["TargetGroupArn": properties["TargetGroupArn"] ?? .null, "Targets": [["Id": properties["Id"] ?? .null]]]
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("elbv2", "RegisterTargets", target.region, input(target.properties))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {}

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("elbv2", "DeregisterTargets", target.region, input(found.properties))
    }
}
