import CloudCalls
import Providers
import Resources
import Values

/// A CloudFront distribution. Its configuration is changed as a whole, against the ETag of the one that was read.
struct Distribution: KindDriver {
    /// Aliases to CloudFront name this zone (AWS general reference, CloudFront endpoints).
    private static let aliasZone: Value = "Z2FDTNDATAQYW2"

    let schema = KindSchema(
        kind: "AWS::CloudFront::Distribution", service: "cloudfront", identity: .tags,
        rules: [PropertyRule("OriginHeaders", .writeOnly), PropertyRule("Aliases", .unordered)],
        durations: ExpectedDurations(
            create: .minutes(5), update: .minutes(5), delete: .minutes(6), deadline: .minutes(60)),
        carriesTraffic: true)
    let calls = KindCalls(
        reads: [
            "ListDistributions", "GetDistribution", "GetDistributionConfig", "ListTagsForResource", TaggedThings.call,
        ],
        changes: ["CreateDistributionWithTags", "UpdateDistribution", "TagResource", "UntagResource"],
        deletes: ["UpdateDistribution", "DeleteDistribution"])

    func normalized(_ properties: Value) -> Value { DistributionConfig.normalized(properties) }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        if case .one(let target) = scope, !target.physicalID.isEmpty {
            guard let found = try await lookUp(target, cloud), found.tags?[IdentityTags.platform] == scope.platform
            else { return [] }
            return [found]
        }
        let things = try await TaggedThings(scope, cloud)
        var input: Value = [:]
        var all: [Found] = []
        while true {
            let page = try await cloud.read("cloudfront", "ListDistributions", scope.region, input)["DistributionList"]
            for summary in page?["Items"]?.elements ?? [] {
                let one = try await found(summary, things, scope.region, cloud)
                if one.tags?[IdentityTags.platform] == scope.platform { all.append(one) }
            }
            guard let next = page?.text("NextMarker"), !next.isEmpty else { return all }
            input["Marker"] = .string(next)
        }
    }

    func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        let id: Value = ["Id": .string(target.physicalID)]
        let output = try await cloud.read("cloudfront", "GetDistribution", target.region, id)
        guard let whole = output["Distribution"] else { return nil }
        let config = whole["DistributionConfig"] ?? [:]
        return try await found(
            config.merging(EC2Kind.members(["Id", "ARN", "Status", "DomainName"], of: whole)),
            try await TaggedThings(.one(target), cloud), target.region, cloud)
    }

    private func found(
        _ summary: Value, _ things: TaggedThings, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Found {
        let tags = try await things.tags(summary.text("ARN") ?? "") { () async throws(AWSError) in
            let output = try await cloud.read(
                "cloudfront", "ListTagsForResource", region, ["Resource": summary["ARN"] ?? .null])
            return IdentityTags.parse(output["Tags"]?["Items"])
        }
        let isDeployed = summary.text("Status") == "Deployed"
        return Found(
            physicalID: summary.text("Id") ?? "",
            status: isDeployed ? .ready : .pending("CloudFront is bringing it to its edges"),
            properties: DistributionConfig.properties(of: summary),
            attributes: [
                "Id": summary["Id"] ?? .null, "Arn": summary["ARN"] ?? .null,
                "DomainName": summary["DomainName"] ?? .null, "HostedZoneId": Self.aliasZone,
            ], tags: tags)
    }

    /// The custom headers of each origin with their secrets' text, for one call.
    private func headers(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> [String: [Value]] {
        var all: [String: [Value]] = [:]
        for pair in target.properties["OriginHeaders"]?.members ?? Members() {
            for header in pair.value.elements {
                var header = header
                if case .secret(let reference)? = header["HeaderValue"] {
                    header["HeaderValue"] = .sensitive(try await cloud.secret(reference))
                }
                all[pair.name, default: []].append(header)
            }
        }
        return all
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let config = DistributionConfig.config(
            target.properties, over: ["CallerReference": .string(target.token), "IsIPV6Enabled": true],
            headers: try await headers(target, cloud))
        try await cloud.call(
            "cloudfront", "CreateDistributionWithTags", target.region,
            [
                "DistributionConfigWithTags": [
                    "DistributionConfig": config, "Tags": ["Items": IdentityTags.list(for: target)],
                ]
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains(where: { $0 != "Tags" }) {
            let current = try await current(found, target.region, cloud)
            let config = DistributionConfig.config(
                target.properties, over: current.config, headers: try await headers(target, cloud))
            try await write(config, found, current.version, target.region, cloud)
        }
        if differences.contains("Tags") { try await updateTags(target, found, cloud) }
    }

    private func current(
        _ found: Found, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> (config: Value, version: Value) {
        let output = try await cloud.read(
            "cloudfront", "GetDistributionConfig", region, ["Id": .string(found.physicalID)])
        return (output["DistributionConfig"] ?? [:], output["ETag"] ?? .null)
    }

    private func write(
        _ config: Value, _ found: Found, _ version: Value, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await cloud.call(
            "cloudfront", "UpdateDistribution", region,
            ["Id": .string(found.physicalID), "IfMatch": version, "DistributionConfig": config])
    }

    private func updateTags(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let arn: Value = ["Resource": found.attributes["Arn"] ?? .null]
        try await cloud.call(
            "cloudfront", "TagResource", target.region,
            arn.merging(["Tags": ["Items": IdentityTags.list(for: target)]]))
        let surplus = IdentityTags.surplus(found.tags, for: target)
        guard !surplus.isEmpty else { return }
        try await cloud.call(
            "cloudfront", "UntagResource", target.region, arn.merging(["TagKeys": ["Items": .strings(surplus)]]))
    }

    /// Disables it, and deletes it once the edges know that.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        var current = try await current(found, target.region, cloud)
        if current.config["Enabled"]?.flag == true {
            current.config["Enabled"] = false
            try await write(current.config, found, current.version, target.region, cloud)
            return
        }
        guard found.status == .ready else { return }
        try await cloud.call(
            "cloudfront", "DeleteDistribution", target.region,
            ["Id": .string(found.physicalID), "IfMatch": current.version])
    }
}
