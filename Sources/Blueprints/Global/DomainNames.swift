import Resources
import Specs
import Values

/// The platform's zone and the records of its names.
///
/// Users ask for the site's name; behind CloudFront that is the distribution, which asks for the origin's name. The
/// latency records are on the origin's name, since an alias to CloudFront can't evaluate health (Route 53 API
/// reference, AliasTarget).
struct DomainNames {
    let spec: Spec
    let phase: Int

    var site: String { spec.domain ?? "" }
    var origin: String { "origin.\(site)" }

    private var regions: [RegionSpec] { phase >= 4 ? spec.regions : [spec.primaryRegion] }

    var resources: [Resource] {
        guard spec.domain != nil else { return [] }
        return [zone] + siteRecords + (phase >= 3 ? regions.map(originRecord) : [])
            + (phase >= 4 ? regions.map(healthCheck) : [])
    }

    private var zone: Resource {
        make("zone", "AWS::Route53::HostedZone", ["Name": .string(site)], since: 0)
    }

    private var siteRecords: [Resource] {
        let primary = spec.primaryRegion.name
        switch phase {
        case 0:
            let address = Self.reference("\(primary)/instance/address", "PublicIp")
            return [record("site-ipv4", site, "A", ["TTL": 60, "ResourceRecords": [["Value": address]]], since: 0)]
        case 1, 2: return [record("site-ipv4", site, "A", ["AliasTarget": Self.balancer(primary)], since: 0)]
        default:
            let target: Value = [
                "HostedZoneId": Self.reference("global/edge/distribution", "HostedZoneId"),
                "DNSName": Self.reference("global/edge/distribution", "DomainName"), "EvaluateTargetHealth": false,
            ]
            return [
                record("site-ipv4", site, "A", ["AliasTarget": target], since: 0),
                record("site-ipv6", site, "AAAA", ["AliasTarget": target], since: 3),
            ]
        }
    }

    private static func balancer(_ region: String) -> Value {
        [
            "HostedZoneId": reference("\(region)/front-door/load-balancer", "CanonicalHostedZoneId"),
            "DNSName": reference("\(region)/front-door/load-balancer", "DNSName"), "EvaluateTargetHealth": true,
        ]
    }

    /// The first region's is what the distribution is tested against, so it comes before the shift. Health checks ask the
    /// ingress controller alone, and people are sent wherever they succeed: so the services are there before.
    private func originRecord(_ region: RegionSpec) -> Resource {
        var properties: Value = [
            "SetIdentifier": .string(region.name), "Region": .string(region.name),
            "AliasTarget": Self.balancer(region.name),
        ]
        if phase >= 4 {
            properties["HealthCheckId"] = Self.reference("global/dns/health/\(region.name)", "HealthCheckId")
        }
        let isPrimary = region.name == spec.primaryRegion.name
        return record(
            "origin-\(region.name)", origin, "A", properties, since: isPrimary ? 3 : 4, shifts: !isPrimary,
            dependsOn: (["front-door/listener/https", "cluster/targets", "front-door/ingress/cloudfront"]
                + ServiceObjects.serving(spec.services, of: spec)).map { "\(region.name)/\($0)" })
    }

    /// Asks for what the region needs to serve reads; a deep check would take both regions down with one database.
    private func healthCheck(_ region: RegionSpec) -> Resource {
        make(
            "health/\(region.name)", "AWS::Route53::HealthCheck",
            [
                "Type": "HTTPS", "Port": 443, "ResourcePath": .string(IngressController.healthPath),
                "FullyQualifiedDomainName": Self.reference("\(region.name)/front-door/load-balancer", "DNSName"),
                "RequestInterval": 30, "FailureThreshold": 3,
            ], since: 4, dependsOn: ["\(region.name)/health-checks/ingress/https"])
    }

    private func record(
        _ address: String, _ name: String, _ type: String, _ properties: Value, since: Int, shifts: Bool = true,
        dependsOn: [String] = []
    ) -> Resource {
        make(
            "record/\(address)", "AWS::Route53::RecordSet",
            properties.merging([
                "HostedZoneId": Self.reference("global/dns/zone", "HostedZoneId"), "Name": .string(name),
                "Type": .string(type),
            ]), since: since, dependsOn: dependsOn, lifecycle: Lifecycle(shiftsTraffic: shifts))
    }

    private func make(
        _ address: String, _ kind: Kind, _ properties: Value, since: Int, dependsOn: [String] = [],
        lifecycle: Lifecycle = Lifecycle()
    ) -> Resource {
        Resource(
            address: Address("global/dns/\(address)"), kind: kind, region: "us-east-1",
            properties: properties.compacted, tags: spec.tags, dependsOn: dependsOn.map { Address($0) },
            lifecycle: lifecycle, phase: since)
    }

    private static func reference(_ address: String, _ attribute: String) -> Value {
        .reference(Reference(address: address, attribute: attribute))
    }
}
