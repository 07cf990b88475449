import Providers
import Resources
import Testing
import Values

/// Zones, records, health checks, certificates and distributions.
@Suite struct EdgeLifeTests {
    private let bench: LifeBench

    init() throws { bench = try LifeBench() }

    @Test func `a zone with records, a health check and a certificate live`() async throws {
        let zone = bench.target("zone", "AWS::Route53::HostedZone", ["Name": "shop.example."])
        let id = Value.string(try await bench.live(zone).physicalID)
        let check = bench.target(
            "check", "AWS::Route53::HealthCheck",
            [
                "Type": "HTTPS", "FullyQualifiedDomainName": "shop.example", "Port": 443, "ResourcePath": "/healthz",
                "RequestInterval": 10, "FailureThreshold": 3,
            ])
        let probe = try await bench.live(check, changes: ["ResourcePath": "/ready", "FailureThreshold": 2])
        let record = bench.target(
            "record", "AWS::Route53::RecordSet",
            [
                "HostedZoneId": id, "Name": "www.shop.example.", "Type": "A", "TTL": 60,
                "ResourceRecords": [["Value": "192.0.2.1"]],
            ])
        _ = try await bench.live(record, changes: ["ResourceRecords": [["Value": "192.0.2.2"]]], takesTags: false)
        let weighted = bench.target(
            "weighted", "AWS::Route53::RecordSet",
            [
                "HostedZoneId": id, "Name": "shop.example.", "Type": "A", "SetIdentifier": "one", "Weight": 255,
                "HealthCheckId": .string(probe.physicalID),
                "AliasTarget": [
                    "HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": "d111111abcdef8.cloudfront.net.",
                    "EvaluateTargetHealth": false,
                ],
            ])
        _ = try await bench.live(weighted, changes: ["Weight": 0], takesTags: false)
        let certificate = bench.target(
            "certificate", "AWS::ACM::Certificate",
            [
                "DomainName": "shop.example", "SubjectAlternativeNames": ["*.shop.example"],
                "ValidationMethod": "DNS", "HostedZoneId": id,
            ])
        _ = try await bench.live(certificate)
        for (operation, input) in [
            ("GetHealthCheck", ["HealthCheckId": .string(probe.physicalID)]),
            ("GetHealthCheckStatus", ["HealthCheckId": .string(probe.physicalID)]),
            ("ListTagsForResource", ["ResourceType": "healthcheck", "ResourceId": .string(probe.physicalID)]),
        ] as [(String, Value)] {
            try await bench.call("route53", operation, input)
        }
        _ = try await bench.provider.observe(platform: "shop", regions: [LifeBench.region], candidates: [])
        try await bench.remove([certificate, weighted, record, check, zone])
    }

    @Test func `a health check that was made and not tagged yet is found with the state lost, and not made again`()
        async throws
    {
        var check = bench.target(
            "check", "AWS::Route53::HealthCheck",
            [
                "Type": "HTTPS", "FullyQualifiedDomainName": "shop.example", "Port": 443, "ResourcePath": "/healthz",
                "RequestInterval": 10, "FailureThreshold": 3,
            ])
        let made = try await bench.make(check)
        let tags = try await bench.call(
            "route53", "ListTagsForResource",
            ["ResourceType": "healthcheck", "ResourceId": .string(made.physicalID)])
        let keys = (tags["ResourceTagSet"]?["Tags"]?.elements ?? []).compactMap { $0.text("Key") }
        #expect(!keys.isEmpty)
        try await bench.call(
            "route53", "ChangeTagsForResource",
            [
                "ResourceType": "healthcheck", "ResourceId": .string(made.physicalID), "RemoveTagKeys": .strings(keys),
            ])
        check.token = "the-token-of-a-run-that-knows-nothing-of-it"
        #expect(try await bench.make(check).physicalID == made.physicalID)
        let all = try await bench.call("route53", "ListHealthChecks")
        #expect(all["HealthChecks"]?.elements.count == 1)
        // A reference that was used is refused for ever, so one that is gone is made by another.
        try await bench.remove([check])
        check.token = "the-token-of-a-third-run-which-makes-it-anew"
        #expect(try await bench.make(check).physicalID != made.physicalID)
        try await bench.remove([check])
    }

    @Test func `a distribution with its policies lives`() async throws {
        let cache = bench.target(
            "cache", "AWS::CloudFront::CachePolicy",
            [
                "Name": "shop-static", "DefaultTTL": 60, "MaxTTL": 3600, "MinTTL": 1,
                "ParametersInCacheKeyAndForwardedToOrigin": [
                    "EnableAcceptEncodingGzip": true, "EnableAcceptEncodingBrotli": true,
                    "HeadersConfig": ["HeaderBehavior": "none"], "CookiesConfig": ["CookieBehavior": "none"],
                    "QueryStringsConfig": ["QueryStringBehavior": "all"],
                ],
            ])
        let cached = try await bench.live(cache, changes: ["DefaultTTL": 120], takesTags: false)
        let forward = bench.target(
            "forward", "AWS::CloudFront::OriginRequestPolicy",
            [
                "Name": "shop-all", "HeadersConfig": ["HeaderBehavior": "allViewer"],
                "CookiesConfig": ["CookieBehavior": "all"], "QueryStringsConfig": ["QueryStringBehavior": "all"],
            ])
        let forwarded = try await bench.live(
            forward, changes: ["CookiesConfig": ["CookieBehavior": "none"]], takesTags: false)
        func behaviour(_ pattern: Value) -> Value {
            ([
                "PathPattern": pattern, "TargetOriginId": "door", "ViewerProtocolPolicy": "redirect-to-https",
                "AllowedMethods": ["GET", "HEAD"], "CachePolicyId": .string(cached.physicalID),
                "OriginRequestPolicyId": .string(forwarded.physicalID), "Compress": true,
            ] as Value).compacted
        }
        let distribution = bench.target(
            "distribution", "AWS::CloudFront::Distribution",
            [
                "Comment": "shop", "Enabled": true, "HttpVersion": "http2", "PriceClass": "PriceClass_100",
                "Aliases": [],
                "Origins": [
                    [
                        "Id": "door", "DomainName": "door.shop.example", "OriginProtocolPolicy": "https-only",
                        "OriginReadTimeout": 30, "CustomHeaders": [["HeaderName": "X-Origin", "HeaderValue": "shop"]],
                    ]
                ],
                "DefaultCacheBehavior": behaviour(.null), "CacheBehaviors": [behaviour("/static/*")],
            ])
        let made = try await bench.live(distribution, changes: ["Comment": "the shop"])
        let whole = try await bench.call("cloudfront", "GetDistribution", ["Id": .string(made.physicalID)])
        #expect(whole["Distribution"]?.text("Status") == "Deployed")
        #expect(made.attributes.text("DomainName")?.hasSuffix(".cloudfront.net") == true)
        _ = try await bench.provider.observe(platform: "shop", regions: [LifeBench.region], candidates: [])
        try await bench.remove([distribution, forward, cache])
    }
}
