import Values

/// Turns our properties of a distribution into CloudFront's configuration and back: there every list is a
/// `Quantity` with `Items`.
enum DistributionConfig {
    static func list(_ items: Value?) -> Value {
        let elements = items?.elements ?? []
        return elements.isEmpty ? ["Quantity": 0] : ["Quantity": .int(elements.count), "Items": .list(elements)]
    }

    // MARK: To CloudFront

    /// Lays the properties over a configuration; `headers` gives each origin's custom headers by its id.
    static func config(_ properties: Value, over base: Value, headers: [String: [Value]]) -> Value {
        var config = base
        for name in ["Comment", "Enabled", "HttpVersion", "PriceClass"] {
            if let value = properties[name] { config[name] = value }
        }
        config["Aliases"] = list(properties["Aliases"])
        config["ViewerCertificate"] = certificate(properties)
        let origins = (properties["Origins"]?.elements ?? []).map { origin -> Value in
            self.origin(origin, headers[origin.text("Id") ?? ""] ?? [])
        }
        config["Origins"] = list(.list(origins))
        config["DefaultCacheBehavior"] = behaviour(properties["DefaultCacheBehavior"] ?? [:])
        config["CacheBehaviors"] = list(.list((properties["CacheBehaviors"]?.elements ?? []).map(behaviour)))
        return config
    }

    private static func certificate(_ properties: Value) -> Value {
        guard let arn = properties["ViewerCertificateArn"], !arn.isNull else {
            return ["CloudFrontDefaultCertificate": true]
        }
        return [
            "ACMCertificateArn": arn, "SSLSupportMethod": "sni-only", "CloudFrontDefaultCertificate": false,
            "MinimumProtocolVersion": properties["MinimumProtocolVersion"] ?? "TLSv1.2_2021",
        ]
    }

    private static func origin(_ origin: Value, _ headers: [Value]) -> Value {
        [
            "Id": origin["Id"] ?? .null, "DomainName": origin["DomainName"] ?? .null, "OriginPath": "",
            "CustomHeaders": list(.list(headers)),
            "CustomOriginConfig": [
                "HTTPPort": 80, "HTTPSPort": 443,
                "OriginProtocolPolicy": origin["OriginProtocolPolicy"] ?? "https-only",
                "OriginSslProtocols": list(["TLSv1.2"]), "OriginReadTimeout": origin["OriginReadTimeout"] ?? 30,
                "OriginKeepaliveTimeout": 5,
            ],
        ]
    }

    private static func behaviour(_ behaviour: Value) -> Value {
        var result = behaviour
        var methods = list(behaviour["AllowedMethods"] ?? ["GET", "HEAD"])
        methods["CachedMethods"] = list(["GET", "HEAD"])
        result["AllowedMethods"] = methods
        return result.compacted
    }

    // MARK: From CloudFront

    /// The properties that a configuration, or a summary of one, stands for.
    static func properties(of config: Value) -> Value {
        var properties: Value = [
            "Aliases": .strings((config["Aliases"]?["Items"]?.texts ?? []).sorted()),
            "Origins": .list((config["Origins"]?["Items"]?.elements ?? []).map(originProperties)),
            "DefaultCacheBehavior": behaviourProperties(config["DefaultCacheBehavior"] ?? [:]),
            "CacheBehaviors": .list((config["CacheBehaviors"]?["Items"]?.elements ?? []).map(behaviourProperties)),
        ]
        for name in ["Comment", "Enabled", "HttpVersion", "PriceClass"] { properties[name] = config[name] }
        if let certificate = config["ViewerCertificate"], let arn = certificate["ACMCertificateArn"] {
            properties["ViewerCertificateArn"] = arn
            properties["MinimumProtocolVersion"] = certificate["MinimumProtocolVersion"]
        }
        return properties
    }

    private static func originProperties(_ origin: Value) -> Value {
        let headers = (origin["CustomHeaders"]?["Items"]?.elements ?? []).compactMap { $0.text("HeaderName") }
        var properties: Value = ["HeaderNames": .strings(headers.sorted())]
        properties["Id"] = origin["Id"]
        properties["DomainName"] = origin["DomainName"]
        properties["OriginProtocolPolicy"] = origin["CustomOriginConfig"]?["OriginProtocolPolicy"]
        properties["OriginReadTimeout"] = origin["CustomOriginConfig"]?["OriginReadTimeout"]
        return properties
    }

    private static func behaviourProperties(_ behaviour: Value) -> Value {
        var properties: Value = [
            "AllowedMethods": .strings((behaviour["AllowedMethods"]?["Items"]?.texts ?? []).sorted())
        ]
        for name in ["PathPattern", "TargetOriginId", "ViewerProtocolPolicy", "CachePolicyId", "Compress"] {
            properties[name] = behaviour[name]
        }
        if let policy = behaviour.text("OriginRequestPolicyId"), !policy.isEmpty {
            properties["OriginRequestPolicyId"] = .string(policy)
        }
        return properties
    }

    // MARK: Normal form of desired properties

    /// Headers' values are secrets that nobody reads back: they go to `OriginHeaders`, only their names stay with the
    /// origin.
    static func normalized(_ properties: Value) -> Value {
        var properties = properties
        var secrets = properties["OriginHeaders"] ?? [:]
        if let aliases = properties["Aliases"], aliases.texts.count == aliases.elements.count {
            properties["Aliases"] = .strings(aliases.texts.sorted())
        }
        if properties["ViewerCertificateArn"] == nil { properties["MinimumProtocolVersion"] = nil }
        let origins = (properties["Origins"]?.elements ?? []).map { given -> Value in
            var origin = given
            let headers = origin["CustomHeaders"]?.elements ?? []
            origin["CustomHeaders"] = nil
            if origin["HeaderNames"] == nil {
                origin["HeaderNames"] = .strings(headers.compactMap { $0.text("HeaderName") }.sorted())
            }
            if !headers.isEmpty { secrets[origin.text("Id") ?? ""] = .list(headers) }
            return origin
        }
        properties["Origins"] = .list(origins)
        if !secrets.members.isEmpty { properties["OriginHeaders"] = secrets }
        if let behaviour = properties["DefaultCacheBehavior"] {
            properties["DefaultCacheBehavior"] = normalized(behaviour: behaviour)
        }
        properties["CacheBehaviors"] = .list(
            (properties["CacheBehaviors"]?.elements ?? []).map(normalized(behaviour:)))
        return properties
    }

    private static func normalized(behaviour: Value) -> Value {
        var behaviour = behaviour
        let methods = behaviour["AllowedMethods"] ?? ["GET", "HEAD"]
        behaviour["AllowedMethods"] = .strings(methods.texts.sorted())
        behaviour["Compress"] = behaviour["Compress"] ?? false
        return behaviour
    }
}
