import CloudCalls
import Values

/// Route 53's health checks. A caller reference stays spent after its check is deleted (CreateHealthCheck).
enum HealthChecks {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateHealthCheck": create, "GetHealthCheck": get, "ListHealthChecks": list, "UpdateHealthCheck": update,
        "DeleteHealthCheck": delete, "GetHealthCheckStatus": status,
    ]

    private static let type = "AWS::Route53::HealthCheck"
    static let spentType = "AWS::Route53::SpentReference"

    static func find(_ id: String, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let check = cloud.object(type, "global", id) else {
            throw AWSError("NoSuchHealthCheck", "No health check exists with the specified ID \(id).")
        }
        return check
    }

    private static func location(_ check: CloudObject) -> Value {
        .string("https://route53.amazonaws.com/2013-04-01/healthcheck/\(check.id)")
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let reference = try call.required("CallerReference")
        var config = call.input["HealthCheckConfig"] ?? [:]
        guard let kind = config.text("Type") else { throw AWSError("InvalidInput", "Type is required.") }
        guard [10, 30].contains(config.number("RequestInterval") ?? 30) else {
            throw AWSError("InvalidInput", "RequestInterval must be 10 or 30.")
        }
        let checks = cloud.allEvenHidden(type, "global")
        if let known = checks.first(where: { $0.attributes.text("CallerReference") == reference }) {
            guard known.hidden["config"] == config else {
                throw AWSError("HealthCheckAlreadyExists", "The reference was used with other settings.")
            }
            return ["HealthCheck": known.attributes, "Location": location(known)]
        }
        guard cloud.object(spentType, "global", reference) == nil else {
            throw AWSError("HealthCheckAlreadyExists", "The reference belonged to a health check that was deleted.")
        }
        guard checks.count < 200 else { throw AWSError("TooManyHealthChecks", "At most 200 health checks.") }
        let hash = cloud.freshID("", digits: 32)
        let id = [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)].map { String(hash.dropFirst($0.0).prefix($0.1)) }
            .joined(separator: "-")
        let given = config
        config["RequestInterval"] = config["RequestInterval"] ?? 30
        config["FailureThreshold"] = config["FailureThreshold"] ?? 3
        config["Inverted"] = config["Inverted"] ?? false
        config["MeasureLatency"] = config["MeasureLatency"] ?? false
        if kind.hasPrefix("HTTPS") { config["EnableSNI"] = config["EnableSNI"] ?? true }
        if kind.hasPrefix("HTTP") { config["Port"] = config["Port"] ?? .int(kind.hasPrefix("HTTPS") ? 443 : 80) }
        let check = CloudObject(
            CloudObject.Key(type, "global", id),
            attributes: [
                "Id": .string(id), "CallerReference": .string(reference), "HealthCheckConfig": config,
                "HealthCheckVersion": 1,
            ], hidden: ["config": given], createdAt: call.now)
        cloud.insert(check)
        return ["HealthCheck": check.attributes, "Location": location(check)]
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["HealthCheck": try find(try call.required("HealthCheckId"), cloud).attributes]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let checks = cloud.all(type, "global")
        let marker = call.input.text("Marker") ?? ""
        let size = max(1, min(100, call.input.text("MaxItems").flatMap { Int($0) } ?? 100))
        let start = marker.isEmpty ? 0 : checks.firstIndex { $0.id == marker } ?? checks.count
        let end = min(checks.count, start + size)
        var output: Value = [
            "HealthChecks": .list(checks[start..<end].map(\.attributes)), "Marker": .string(marker),
            "IsTruncated": .bool(end < checks.count), "MaxItems": .string(String(size)),
        ]
        if end < checks.count { output["NextMarker"] = .string(checks[end].id) }
        return output
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let check = try find(try call.required("HealthCheckId"), cloud)
        let version = check.attributes.number("HealthCheckVersion") ?? 1
        if let expected = call.input.number("HealthCheckVersion"), expected != version {
            throw AWSError("HealthCheckVersionMismatch", "The version is \(version), not \(expected).")
        }
        cloud.update(check.key) {
            var config = $0.attributes["HealthCheckConfig"] ?? [:]
            for pair in call.input.members where pair.name != "HealthCheckId" && pair.name != "HealthCheckVersion" {
                config[pair.name] = pair.value
            }
            $0.attributes["HealthCheckConfig"] = config
            $0.attributes["HealthCheckVersion"] = .int(version + 1)
        }
        return ["HealthCheck": try find(check.id, cloud).attributes]
    }

    /// Records that still refer to it don't keep it.
    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let check = try find(try call.required("HealthCheckId"), cloud)
        let reference = check.attributes.text("CallerReference") ?? ""
        cloud.remove(check.key)
        cloud.insert(
            CloudObject(CloudObject.Key(spentType, "global", reference), attributes: [:], createdAt: call.now))
        return [:]
    }

    @Sendable private static func status(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        _ = try find(try call.required("HealthCheckId"), cloud)
        let report: Value = [
            "Status": "Success: HTTP Status Code 200, OK", "CheckedTime": .string(call.now.timestamp),
        ]
        return ["HealthCheckObservations": [["Region": "us-east-1", "StatusReport": report]]]
    }

    /// Whether the health checkers' addresses are let in to a load balancer.
    static func reaches(_ balancer: CloudObject, _ cloud: Cloud) -> Bool {
        let groups = balancer.attributes["SecurityGroups"]?.texts ?? []
        let checkers = Endpoints.listID(Endpoints.healthCheckers(in: balancer.region), balancer.region, cloud)
        return cloud.allEvenHidden(EC2Type.securityGroupRule.type, balancer.region).contains { rule in
            let rule = rule.attributes
            return rule["IsEgress"]?.flag == false && groups.contains(rule.text("GroupId") ?? "")
                && (rule.text("PrefixListId") == checkers || rule.text("CidrIpv4") == "0.0.0.0/0")
        }
    }
}
