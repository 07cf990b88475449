import CloudCalls
import Providers
import Resources
import Values

/// A Route 53 health check. The same caller reference and settings give the check that is there, so that a try which
/// was cut off before it set the tags is found again.
struct HealthCheck: KindDriver {
    private static let members = [
        "Type", "FullyQualifiedDomainName", "Port", "ResourcePath", "RequestInterval", "FailureThreshold",
    ]
    private static let fixed = ["Type", "RequestInterval"]

    let schema = KindSchema(
        kind: "AWS::Route53::HealthCheck", service: "route53", identity: .tags,
        rules: fixed.map { PropertyRule($0, .replaces) }, durations: ExpectedDurations(create: .seconds(5)))
    let calls = KindCalls(
        reads: ["ListHealthChecks", "ListTagsForResources", TaggedThings.call],
        changes: ["CreateHealthCheck", "UpdateHealthCheck", "ChangeTagsForResource"],
        deletes: ["DeleteHealthCheck"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let checks = try await Self.all(scope.region, cloud)
        let tags = try await Route53Tags.read(
            "healthcheck", checks.compactMap { $0.text("Id") }, in: scope, scope.region, cloud)
        return checks.compactMap { check in
            let own = tags[check.text("Id") ?? ""]
            return own?[IdentityTags.platform] == scope.platform ? Self.found(check, own) : nil
        }
    }

    func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        guard let check = try await Self.all(target.region, cloud).first(where: { $0.text("Id") == target.physicalID })
        else { return nil }
        let tags = try await Route53Tags.read("healthcheck", [target.physicalID], target.region, cloud)
        return Self.found(check, tags[target.physicalID] ?? [:])
    }

    /// Every health check of the account.
    private static func all(_ region: String, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        try await cloud.pages(
            "route53", "ListHealthChecks", region, [:], items: "HealthChecks", marker: "Marker", next: "NextMarker")
    }

    private static func found(_ check: Value, _ tags: [String: String]?) -> Found {
        let id = check.text("Id") ?? ""
        return Found(
            physicalID: id, status: .ready,
            properties: EC2Kind.members(members, of: check["HealthCheckConfig"] ?? [:]),
            attributes: ["HealthCheckId": .string(id), "Version": check["HealthCheckVersion"] ?? .null], tags: tags)
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let output = try await cloud.call(
            "route53", "CreateHealthCheck", target.region,
            [
                "CallerReference": .string(target.token),
                "HealthCheckConfig": EC2Kind.members(Self.members, of: target.properties),
            ])
        try await Route53Tags.write(
            "healthcheck", output["HealthCheck"]?.text("Id") ?? "", target, old: [:], cloud)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let changed = differences.filter { $0 != "Tags" && !Self.fixed.contains($0) }
        if !changed.isEmpty {
            try await cloud.call(
                "route53", "UpdateHealthCheck", target.region,
                EC2Kind.members(changed, of: target.properties).merging([
                    "HealthCheckId": .string(found.physicalID),
                    "HealthCheckVersion": found.attributes["Version"] ?? .null,
                ]))
        }
        if differences.contains("Tags") {
            try await Route53Tags.write("healthcheck", found.physicalID, target, old: found.tags ?? [:], cloud)
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "route53", "DeleteHealthCheck", target.region, ["HealthCheckId": .string(found.physicalID)])
    }
}
