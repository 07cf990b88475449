import CloudCalls
import Values

/// What FakeAWS answers for `route53`: zones, records in batches that all hold or all fail, and health checks.
enum Route53 {
    static let definition = ServiceDefinition(
        service: "route53",
        operations: [
            "CreateHostedZone": createZone, "GetHostedZone": getZone, "ListHostedZones": listZones,
            "ListHostedZonesByName": listZonesByName, "DeleteHostedZone": deleteZone,
            "ChangeResourceRecordSets": DNSRecords.change, "ListResourceRecordSets": DNSRecords.list,
            "GetChange": getChange, "ChangeTagsForResource": changeTags, "ListTagsForResource": listTags,
            "ListTagsForResources": listTagsOfMany,
        ].merging(HealthChecks.operations) { first, _ in first },
        events: ["route53.insync": { cloud, event in cloud.update(event.key) { $0.status = "INSYNC" } }])

    static let zoneType = "AWS::Route53::HostedZone"
    static let changeType = "AWS::Route53::Change"

    /// Names are kept in lower case with a dot at the end.
    static func name(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasSuffix(".") ? lower : lower + "."
    }

    static func zone(_ given: String, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let id = String(given.split(separator: "/").last ?? "")
        guard let zone = cloud.object(zoneType, "global", id) else {
            throw AWSError("NoSuchHostedZone", "No hosted zone found with ID: \(id)")
        }
        return zone
    }

    // MARK: Changes

    /// Notes a change that the name servers will have in half a minute.
    static func noteChange(_ cloud: inout Cloud, _ call: Call, comment: Value? = nil) -> Value {
        let id = cloud.freshID("C", digits: 14).uppercased()
        let change = CloudObject(
            CloudObject.Key(changeType, "global", id), status: "PENDING",
            attributes: [
                "Id": .string("/change/\(id)"), "SubmittedAt": .string(call.now.timestamp),
                "Comment": comment ?? .null,
            ].withoutNulls, createdAt: call.now)
        cloud.insert(change)
        cloud.schedule("route53.insync", after: .seconds(30), on: change.key)
        return shown(change)
    }

    private static func shown(_ change: CloudObject) -> Value {
        change.attributes.merging(["Status": .string(change.status)])
    }

    @Sendable private static func getChange(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let id = String(try call.required("Id").split(separator: "/").last ?? "")
        guard let change = cloud.object(changeType, "global", id) else {
            throw AWSError("NoSuchChange", "Could not find resource with ID: \(id)")
        }
        return ["ChangeInfo": shown(change)]
    }

    // MARK: Zones

    @Sendable private static func createZone(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = name(try call.required("Name"))
        let reference = try call.required("CallerReference")
        guard name.split(separator: ".").count > 1, name.count <= 255 else {
            throw AWSError("InvalidDomainName", "The domain name \(name) is not valid.")
        }
        let zones = cloud.allEvenHidden(zoneType, "global")
        guard !zones.contains(where: { $0.attributes.text("CallerReference") == reference }) else {
            throw AWSError(
                "HostedZoneAlreadyExists", "A hosted zone has already been created with the specified caller reference."
            )
        }
        guard zones.count < 500 else {
            throw AWSError("TooManyHostedZones", "Limits Exceeded: MAX_HOSTED_ZONES_BY_ACCOUNT")
        }
        let id = cloud.freshID("Z", digits: 20).uppercased()
        let number = cloud.steadyNumber(id, below: 512)
        let servers = ["com", "net", "org", "co.uk"].enumerated().map { index, top in
            "ns-\(number + index * 512).awsdns-\((number + index) % 64).\(top)"
        }
        var config = call.input["HostedZoneConfig"] ?? [:]
        config["PrivateZone"] = .bool(call.input["VPC"] != nil)
        let zone = CloudObject(
            CloudObject.Key(zoneType, "global", id),
            attributes: [
                "Id": .string("/hostedzone/\(id)"), "Name": .string(name), "CallerReference": .string(reference),
                "Config": config,
            ], hidden: ["servers": .strings(servers)], createdAt: call.now)
        cloud.insert(zone)
        DNSRecords.putOwnRecords(&cloud, of: id, name: name, servers: servers)
        return [
            "HostedZone": shown(zone, cloud), "DelegationSet": ["NameServers": .strings(servers)],
            "ChangeInfo": noteChange(&cloud, call),
            "Location": .string("https://route53.amazonaws.com/2013-04-01/hostedzone/\(id)"),
        ]
    }

    private static func shown(_ zone: CloudObject, _ cloud: Cloud) -> Value {
        zone.attributes.merging(["ResourceRecordSetCount": .int(DNSRecords.records(of: zone.id, cloud).count)])
    }

    @Sendable private static func getZone(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let zone = try zone(try call.required("Id"), cloud)
        return [
            "HostedZone": shown(zone, cloud),
            "DelegationSet": ["NameServers": zone.hidden["servers"] ?? []],
        ]
    }

    private static func size(_ call: Call) -> Int {
        max(1, min(100, call.input.text("MaxItems").flatMap { Int($0) } ?? call.input.number("MaxItems") ?? 100))
    }

    @Sendable private static func listZones(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let zones = cloud.all(zoneType, "global")
        let marker = call.input.text("Marker") ?? ""
        let start = marker.isEmpty ? 0 : zones.firstIndex { $0.id == marker } ?? zones.count
        let end = min(zones.count, start + size(call))
        var output: Value = [
            "HostedZones": .list(zones[start..<end].map { shown($0, cloud) }), "Marker": .string(marker),
            "IsTruncated": .bool(end < zones.count), "MaxItems": .string(String(size(call))),
        ]
        if end < zones.count { output["NextMarker"] = .string(zones[end].id) }
        return output
    }

    /// Sorted by the name with its labels reversed, beginning at `DNSName`.
    @Sendable private static func listZonesByName(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        func key(_ zone: CloudObject) -> String {
            DNSRecords.sortKey(zone.attributes.text("Name") ?? "") + " " + zone.id
        }
        var first = ""
        if let name = call.input.text("DNSName") {
            first = DNSRecords.sortKey(Self.name(name)) + " " + (call.input.text("HostedZoneId") ?? "")
        }
        let zones = cloud.all(zoneType, "global").filter { key($0) >= first }.sorted { key($0) < key($1) }
        let page = zones.prefix(size(call))
        var output: Value = [
            "HostedZones": .list(page.map { shown($0, cloud) }), "IsTruncated": .bool(page.count < zones.count),
            "MaxItems": .string(String(size(call))),
        ]
        output["DNSName"] = call.input["DNSName"]
        if page.count < zones.count {
            output["NextDNSName"] = zones[page.count].attributes["Name"]
            output["NextHostedZoneId"] = .string(zones[page.count].id)
        }
        return output
    }

    @Sendable private static func deleteZone(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let zone = try zone(try call.required("Id"), cloud)
        let own = zone.attributes.text("Name")
        let records = DNSRecords.records(of: zone.id, cloud)
        let isEmpty = records.allSatisfy {
            $0.attributes.text("Name") == own && ["NS", "SOA"].contains($0.attributes.text("Type") ?? "")
        }
        guard isEmpty else {
            throw AWSError(
                "HostedZoneNotEmpty",
                "The specified hosted zone contains non-required resource record sets and so cannot be deleted.")
        }
        for record in records { cloud.remove(record.key) }
        cloud.remove(zone.key)
        return ["ChangeInfo": noteChange(&cloud, call)]
    }

    // MARK: Tags

    private static func tagged(_ type: String, _ id: String, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        switch type {
        case "hostedzone": return try zone(id, cloud)
        case "healthcheck": return try HealthChecks.find(id, cloud)
        default: throw AWSError("InvalidInput", "ResourceType must be healthcheck or hostedzone.")
        }
    }

    @Sendable private static func changeTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let object = try tagged(call.required("ResourceType"), call.required("ResourceId"), cloud)
        cloud.update(object.key) {
            $0.tags.merge(Call.tags(call.input["AddTags"])) { $1 }
            for key in call.input["RemoveTagKeys"]?.texts ?? [] { $0.tags[key] = nil }
        }
        return [:]
    }

    private static func tagSet(_ type: String, _ object: CloudObject) -> Value {
        ["ResourceType": .string(type), "ResourceId": .string(object.id), "Tags": object.tagList]
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let type = try call.required("ResourceType")
        return ["ResourceTagSet": tagSet(type, try tagged(type, try call.required("ResourceId"), cloud))]
    }

    @Sendable private static func listTagsOfMany(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let type = try call.required("ResourceType")
        let ids = call.input["ResourceIds"]?.texts ?? []
        guard (1...10).contains(ids.count) else { throw AWSError("InvalidInput", "1 to 10 ResourceIds are taken.") }
        var sets: [Value] = []
        for id in ids { sets.append(tagSet(type, try tagged(type, id, cloud))) }
        return ["ResourceTagSets": .list(sets)]
    }
}
