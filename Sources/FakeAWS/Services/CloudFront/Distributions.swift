import CloudCalls
import Values

/// CloudFront's distributions: whole configurations, changed against their ETag, on their way for minutes.
enum Distributions {
    private static let type = "AWS::CloudFront::Distribution"
    private static let deploying = TimeSpan.minutes(5)

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let id = try call.required("Id")
        guard let distribution = cloud.object(type, "global", id) else {
            throw AWSError("NoSuchDistribution", "The specified distribution does not exist.")
        }
        return distribution
    }

    private static func behaviours(_ config: Value) -> [Value] {
        [config["DefaultCacheBehavior"] ?? [:]] + (config["CacheBehaviors"]?["Items"]?.elements ?? [])
    }

    /// Whether some distribution's behaviour names a policy.
    static func names(_ policy: String, as member: String, _ cloud: Cloud) -> Bool {
        cloud.allEvenHidden(type, "global").contains { distribution in
            behaviours(distribution.attributes["DistributionConfig"] ?? [:]).contains { $0.text(member) == policy }
        }
    }

    // MARK: Checks

    private static func checked(
        _ given: Value?, besides id: String?, _ cloud: Cloud
    ) throws(AWSError) -> Value {
        guard let given, let origins = given["Origins"], given["DefaultCacheBehavior"] != nil,
            given["Enabled"]?.flag != nil, given["Comment"] != nil, given.text("CallerReference") != nil
        else { throw AWSError("InvalidArgument", "DistributionConfig lacks a required member.") }
        try CloudFront.checkQuantities(given)
        let originIDs = (origins["Items"]?.elements ?? []).compactMap { $0.text("Id") }
        guard !originIDs.isEmpty else { throw AWSError("InvalidArgument", "A distribution needs an origin.") }
        for behaviour in behaviours(given) {
            guard originIDs.contains(behaviour.text("TargetOriginId") ?? "") else {
                throw AWSError("NoSuchOrigin", "One or more of your origins or origin groups do not exist.")
            }
            guard let policy = behaviour.text("CachePolicyId") else {
                throw AWSError("InvalidArgument", "A cache behavior needs a CachePolicyId.")
            }
            guard CloudFrontPolicies.cache.isKnown(policy, cloud) else {
                throw AWSError("NoSuchCachePolicy", "The cache policy \(policy) does not exist.")
            }
            if let policy = behaviour.text("OriginRequestPolicyId"), !policy.isEmpty {
                guard CloudFrontPolicies.originRequest.isKnown(policy, cloud) else {
                    throw AWSError("NoSuchOriginRequestPolicy", "The origin request policy \(policy) does not exist.")
                }
            }
        }
        try checkAliases(given, besides: id, cloud)
        return given
    }

    private static func checkAliases(_ config: Value, besides id: String?, _ cloud: Cloud) throws(AWSError) {
        let aliases = config["Aliases"]?["Items"]?.texts ?? []
        for other in cloud.allEvenHidden(type, "global") where other.id != id {
            let taken = other.attributes["DistributionConfig"]?["Aliases"]?["Items"]?.texts ?? []
            guard !aliases.contains(where: taken.contains) else {
                throw AWSError(
                    "CNAMEAlreadyExists",
                    "One or more of the CNAMEs you provided are already associated with a different resource.")
            }
        }
        guard let arn = config["ViewerCertificate"]?.text("ACMCertificateArn") else {
            guard aliases.isEmpty else {
                throw AWSError(
                    "InvalidViewerCertificate",
                    "To add an alternate domain name, attach a trusted certificate that covers it.")
            }
            return
        }
        // Only certificates of us-east-1 (API reference, ViewerCertificate.ACMCertificateArn).
        guard arn.hasPrefix("arn:aws:acm:us-east-1:"), cloud.certificateStatus(arn, in: "us-east-1") == "ISSUED" else {
            throw AWSError(
                "InvalidViewerCertificate",
                "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain."
            )
        }
        let names =
            cloud.object("AWS::ACM::Certificate", "us-east-1", arn)?.attributes["SubjectAlternativeNames"]?.texts ?? []
        guard aliases.allSatisfy({ covers(names, $0) }) else {
            throw AWSError(
                "InvalidViewerCertificate", "The certificate that is attached doesn't cover the alternate domain name.")
        }
    }

    private static func covers(_ names: [String], _ alias: String) -> Bool {
        names.contains { name in
            if name == alias { return true }
            guard name.hasPrefix("*.") else { return false }
            return alias.drop { $0 != "." } == name.dropFirst()
        }
    }

    /// The configuration as it is given back: what was left out is there with its default.
    private static func completed(_ config: Value) -> Value {
        let none: Value = ["Quantity": 0]
        var full: Value = [
            "Aliases": none, "DefaultRootObject": "", "OriginGroups": none, "CacheBehaviors": none,
            "CustomErrorResponses": none, "PriceClass": "PriceClass_All", "WebACLId": "", "HttpVersion": "http2",
            "IsIPV6Enabled": true, "Staging": false, "ContinuousDeploymentPolicyId": "",
            "Logging": ["Enabled": false, "IncludeCookies": false, "Bucket": "", "Prefix": ""],
            "Restrictions": ["GeoRestriction": ["RestrictionType": "none", "Quantity": 0]],
            "ViewerCertificate": ["CloudFrontDefaultCertificate": true, "MinimumProtocolVersion": "TLSv1"],
        ]
        full = full.merging(config)
        if full["ViewerCertificate"]?.text("ACMCertificateArn") == nil {
            full["ViewerCertificate"]?["MinimumProtocolVersion"] = "TLSv1"
        }
        full["DefaultCacheBehavior"] = completed(behaviour: full["DefaultCacheBehavior"] ?? [:])
        if let items = full["CacheBehaviors"]?["Items"] {
            full["CacheBehaviors"]?["Items"] = .list(items.elements.map(completed(behaviour:)))
        }
        if let items = full["Origins"]?["Items"] {
            full["Origins"]?["Items"] = .list(
                items.elements.map { origin -> Value in
                    (["OriginPath": "", "CustomHeaders": none, "ConnectionAttempts": 3, "ConnectionTimeout": 10]
                        as Value)
                        .merging(origin)
                })
        }
        return full
    }

    private static func completed(behaviour: Value) -> Value {
        let reads: Value = ["Quantity": 2, "Items": ["HEAD", "GET"]]
        var full: Value = [
            "TrustedSigners": ["Enabled": false, "Quantity": 0], "TrustedKeyGroups": ["Enabled": false, "Quantity": 0],
            "SmoothStreaming": false, "Compress": false, "LambdaFunctionAssociations": ["Quantity": 0],
            "FunctionAssociations": ["Quantity": 0], "FieldLevelEncryptionId": "", "AllowedMethods": reads,
        ]
        full = full.merging(behaviour)
        if full["AllowedMethods"]?["CachedMethods"] == nil { full["AllowedMethods"]?["CachedMethods"] = reads }
        return full
    }

    // MARK: Writes

    @Sendable static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try create(&cloud, call, call.input["DistributionConfig"], tags: [:])
    }

    @Sendable static func createWithTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let both = call.input["DistributionConfigWithTags"]
        return try create(&cloud, call, both?["DistributionConfig"], tags: Call.tags(both?["Tags"]?["Items"]))
    }

    private static func create(
        _ cloud: inout Cloud, _ call: Call, _ given: Value?, tags: [String: String]
    ) throws(AWSError) -> Value {
        let reference = given?.text("CallerReference")
        let isReplay = cloud.allEvenHidden(type, "global").contains {
            $0.attributes["DistributionConfig"]?.text("CallerReference") == reference
        }
        guard !isReplay else {
            throw AWSError(
                "DistributionAlreadyExists",
                "The caller reference you attempted to create the distribution with is associated with another distribution"
            )
        }
        let config = completed(try checked(given, besides: nil, cloud))
        guard cloud.allEvenHidden(type, "global").count < 200 else {
            throw AWSError("TooManyDistributions", "You have exceeded the maximum number of distributions allowed.")
        }
        let id = cloud.freshID("E", digits: 13).uppercased()
        let distribution = CloudObject(
            CloudObject.Key(type, "global", id), status: "InProgress",
            attributes: [
                "Id": .string(id), "ARN": .string("arn:aws:cloudfront::\(cloud.account):distribution/\(id)"),
                "DomainName": .string("d\(id.lowercased()).cloudfront.net"), "InProgressInvalidationBatches": 0,
                "LastModifiedTime": .string(call.now.timestamp), "DistributionConfig": config,
            ], tags: tags, createdAt: call.now)
        cloud.insert(distribution)
        let tag = deploy(distribution.key, &cloud)
        return [
            "Distribution": shown(try find(id, cloud)), "ETag": tag,
            "Location": .string("https://cloudfront.amazonaws.com/2020-05-31/distribution/\(id)"),
        ]
    }

    private static func find(_ id: String, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let distribution = cloud.object(type, "global", id) else {
            throw AWSError("NoSuchDistribution", "The specified distribution does not exist.")
        }
        return distribution
    }

    /// Gives the configuration a new ETag and sends it on its way to the edges.
    private static func deploy(_ key: CloudObject.Key, _ cloud: inout Cloud) -> Value {
        let tag = Value.string(cloud.freshID("E", digits: 13).uppercased())
        let moment = Value.string(cloud.now.timestamp)
        cloud.update(key) {
            $0.status = "InProgress"
            $0.hidden["ETag"] = tag
            $0.attributes["LastModifiedTime"] = moment
        }
        cloud.schedule("cloudfront.deployed", after: deploying, on: key, ["ETag": tag])
        return tag
    }

    @Sendable static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let distribution = try find(call, cloud)
        try CloudFront.checkTag(call, distribution)
        let config = completed(try checked(call.input["DistributionConfig"], besides: distribution.id, cloud))
        guard config["CallerReference"] == distribution.attributes["DistributionConfig"]?["CallerReference"] else {
            throw AWSError("IllegalUpdate", "The update contains modifications that are not allowed: CallerReference.")
        }
        cloud.update(distribution.key) { $0.attributes["DistributionConfig"] = config }
        let tag = deploy(distribution.key, &cloud)
        return ["Distribution": shown(try find(call, cloud)), "ETag": tag]
    }

    @Sendable static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let distribution = try find(call, cloud)
        try CloudFront.checkTag(call, distribution)
        let isEnabled = distribution.attributes["DistributionConfig"]?["Enabled"]?.flag == true
        guard !isEnabled, distribution.status == "Deployed" else {
            throw AWSError(
                "DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.")
        }
        cloud.remove(distribution.key)
        return [:]
    }

    // MARK: Reads

    private static func shown(_ distribution: CloudObject) -> Value {
        distribution.attributes.merging([
            "Status": .string(distribution.status), "ActiveTrustedSigners": ["Enabled": false, "Quantity": 0],
            "ActiveTrustedKeyGroups": ["Enabled": false, "Quantity": 0],
        ])
    }

    @Sendable static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let distribution = try find(call, cloud)
        return ["Distribution": shown(distribution), "ETag": distribution.hidden["ETag"] ?? ""]
    }

    @Sendable static func getConfig(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let distribution = try find(call, cloud)
        return [
            "DistributionConfig": distribution.attributes["DistributionConfig"] ?? [:],
            "ETag": distribution.hidden["ETag"] ?? "",
        ]
    }

    /// Summaries: most of the configuration beside the identifiers.
    @Sendable static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let summaries = cloud.all(type, "global").map { distribution -> Value in
            let config = distribution.attributes["DistributionConfig"] ?? [:]
            var summary: Value = ["Status": .string(distribution.status), "ETag": distribution.hidden["ETag"] ?? ""]
            for name in ["Id", "ARN", "DomainName", "LastModifiedTime"] {
                summary[name] = distribution.attributes[name]
            }
            for name in [
                "Aliases", "Origins", "OriginGroups", "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses",
                "Comment", "PriceClass", "Enabled", "ViewerCertificate", "Restrictions", "WebACLId", "HttpVersion",
                "IsIPV6Enabled", "Staging",
            ] { summary[name] = config[name] }
            return summary
        }
        return ["DistributionList": CloudFront.page(summaries, call, hasMarker: true)]
    }

    // MARK: Tags

    private static func tagged(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let arn = try call.required("Resource")
        guard let distribution = cloud.object(type, "global", String(arn.split(separator: "/").last ?? "")) else {
            throw AWSError("NoSuchResource", "The resource \(arn) does not exist.")
        }
        return distribution
    }

    @Sendable static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Tags": ["Items": try tagged(call, cloud).tagList]]
    }

    @Sendable static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let distribution = try tagged(call, cloud)
        cloud.update(distribution.key) { $0.tags.merge(Call.tags(call.input["Tags"]?["Items"])) { $1 } }
        return [:]
    }

    @Sendable static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let distribution = try tagged(call, cloud)
        cloud.update(distribution.key) {
            for key in call.input["TagKeys"]?["Items"]?.texts ?? [] { $0.tags[key] = nil }
        }
        return [:]
    }
}
