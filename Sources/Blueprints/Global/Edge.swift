import Resources
import Specs
import Values

/// CloudFront in front of all: everything passes uncached but the routes that the services name.
struct Edge {
    /// AWS's managed policies (CloudFront developer guide, "Use managed cache policies", "... origin request policies").
    private static let cachingDisabled: Value = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    private static let allViewer: Value = "216adef6-5c7f-47e4-b989-5492eafa07d3"
    private static let allMethods: Value = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    let spec: Spec
    let phase: Int

    /// What the user should know of the cached routes.
    static func problems(_ spec: Spec) -> [BlueprintProblem] {
        let routes = CachedRoutes(spec)
        guard spec.phase >= 3, !routes.merged.isEmpty else { return [] }
        return [
            BlueprintProblem(
                code: "blueprint.behavioursMerged", isWarning: true, path: "services",
                message:
                    "CloudFront takes \(CachedRoutes.limit) cache behaviours beside the default one: \(routes.merged.count) of "
                    + "\(routes.merged.count + routes.kept.count) cached routes are merged into the default one, which caches "
                    + "nothing.",
                hint: "Those of the services with the least weight went first; name fewer and wider routes.")
        ]
    }

    var resources: [Resource] {
        guard phase >= 3, spec.domain != nil else { return [] }
        return [certificate, policy, distribution]
    }

    private var names: DomainNames { DomainNames(spec: spec, phase: phase) }

    private var certificate: Resource {
        make(
            "certificate", "AWS::ACM::Certificate",
            [
                "DomainName": .string(names.site), "ValidationMethod": "DNS",
                "HostedZoneId": reference("global/dns/zone", "HostedZoneId"),
            ], lifecycle: Lifecycle(createsBeforeDestroy: true))
    }

    /// Query strings tell answers apart; cookies and headers don't, so a route that varies by them must not be named.
    private var policy: Resource {
        make(
            "cache-policy", "AWS::CloudFront::CachePolicy",
            [
                "Name": .string("\(spec.name)-cached"), "Comment": .string("Cached routes of \(spec.name)"),
                "DefaultTTL": .int(spec.cdn.defaultTTL), "MinTTL": 0, "MaxTTL": 31_536_000,
                "ParametersInCacheKeyAndForwardedToOrigin": [
                    "EnableAcceptEncodingGzip": true, "EnableAcceptEncodingBrotli": true,
                    "HeadersConfig": ["HeaderBehavior": "none"], "CookiesConfig": ["CookieBehavior": "none"],
                    "QueryStringsConfig": ["QueryStringBehavior": "all"],
                ],
            ])
    }

    private var distribution: Resource {
        let primary = spec.primaryRegion.name
        let cached = CachedRoutes(spec).kept.map { route -> Value in
            [
                "PathPattern": .string(route), "TargetOriginId": "origin", "Compress": true,
                "ViewerProtocolPolicy": "redirect-to-https",
                "CachePolicyId": reference("global/edge/cache-policy", "Id"),
            ]
        }
        return make(
            "distribution", "AWS::CloudFront::Distribution",
            [
                "Comment": .string("\(spec.name): all traffic"), "Enabled": true, "HttpVersion": "http2and3",
                "PriceClass": .string(spec.cdn.priceClass), "Aliases": [.string(names.site)],
                "ViewerCertificateArn": reference("global/edge/certificate", "CertificateArn"),
                "MinimumProtocolVersion": "TLSv1.2_2021",
                "Origins": [
                    [
                        "Id": "origin", "DomainName": .string(names.origin), "OriginProtocolPolicy": "https-only",
                        "OriginReadTimeout": 30,
                    ]
                ],
                "DefaultCacheBehavior": [
                    "TargetOriginId": "origin", "ViewerProtocolPolicy": "redirect-to-https", "Compress": true,
                    "CachePolicyId": Self.cachingDisabled, "OriginRequestPolicyId": Self.allViewer,
                    "AllowedMethods": Self.allMethods,
                ],
                "CacheBehaviors": .list(cached),
            ], dependsOn: ["global/dns/record/origin-\(primary)"])
    }

    private func reference(_ address: String, _ attribute: String) -> Value {
        .reference(Reference(address: address, attribute: attribute))
    }

    private func make(
        _ address: String, _ kind: Kind, _ properties: Value, dependsOn: [String] = [],
        lifecycle: Lifecycle = Lifecycle()
    ) -> Resource {
        Resource(
            address: Address("global/edge/\(address)"), kind: kind, region: "us-east-1",
            properties: properties.compacted, tags: spec.tags, dependsOn: dependsOn.map { Address($0) },
            lifecycle: lifecycle, phase: 3)
    }
}
