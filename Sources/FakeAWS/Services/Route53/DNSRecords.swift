import CloudCalls
import Values

/// The records of hosted zones.
enum DNSRecords {
    private static let type = "AWS::Route53::RecordSet"
    private static let types: Set<String> = [
        "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP",
        "SVCB", "TLSA", "TXT",
    ]

    /// Labels reversed, as Route 53 sorts names.
    static func sortKey(_ name: String) -> String {
        name.split(separator: ".").reversed().joined(separator: ".") + "."
    }

    static func records(of zone: String, _ cloud: Cloud) -> [CloudObject] {
        cloud.allEvenHidden(type, "global").filter { $0.hidden.text("zone") == zone }
    }

    /// Whether some zone of the account has a CNAME with this name and value.
    static func hasAlias(_ name: String, to value: String, _ cloud: Cloud) -> Bool {
        cloud.allEvenHidden(type, "global").contains { record in
            record.attributes.text("Name") == name && record.attributes.text("Type") == "CNAME"
                && record.attributes["ResourceRecords"] == [["Value": .string(value)]]
        }
    }

    private static func key(_ zone: String, _ record: Value) -> CloudObject.Key {
        let parts = [zone, record.text("Name") ?? "", record.text("Type") ?? "", record.text("SetIdentifier") ?? ""]
        return CloudObject.Key(type, "global", parts.joined(separator: "|"))
    }

    /// The NS and SOA records that each zone has.
    static func putOwnRecords(_ cloud: inout Cloud, of zone: String, name: String, servers: [String]) {
        let start = "\(servers[0]). awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"
        let own: [Value] = [
            [
                "Name": .string(name), "Type": "NS", "TTL": 172_800,
                "ResourceRecords": .list(servers.map { ["Value": .string($0 + ".")] }),
            ],
            ["Name": .string(name), "Type": "SOA", "TTL": 900, "ResourceRecords": [["Value": .string(start)]]],
        ]
        for record in own { put(record, in: zone, &cloud) }
    }

    private static func put(_ record: Value, in zone: String, _ cloud: inout Cloud) {
        let key = key(zone, record)
        if cloud.objects[key] == nil {
            cloud.insert(
                CloudObject(key, attributes: record, hidden: ["zone": .string(zone)], createdAt: cloud.now))
        } else {
            cloud.update(key) { $0.attributes = record }
        }
    }

    // MARK: Changes

    @Sendable static func change(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let zone = try Route53.zone(try call.required("HostedZoneId"), cloud)
        let changes = call.input["ChangeBatch"]?["Changes"]?.elements ?? []
        guard (1...1000).contains(changes.count) else {
            throw AWSError("InvalidChangeBatch", "A batch has 1 to 1000 changes.")
        }
        // All or nothing: the batch runs on a copy.
        var after = cloud
        for change in changes { try apply(change, to: zone, &after) }
        try checkAliases(in: zone, after)
        cloud = after
        ACM.lookAgain(&cloud)
        return ["ChangeInfo": Route53.noteChange(&cloud, call, comment: call.input["ChangeBatch"]?["Comment"])]
    }

    /// An alias leads to a record that its own zone has (Route 53 API reference, "AliasTarget").
    private static func checkAliases(in zone: CloudObject, _ cloud: Cloud) throws(AWSError) {
        let all = records(of: zone.id, cloud).map(\.attributes)
        for record in all where record["AliasTarget"]?.text("HostedZoneId") == zone.id {
            let (name, type) = (record["AliasTarget"]?.text("DNSName") ?? "", record.text("Type") ?? "")
            guard all.contains(where: { $0.text("Name") == name && $0.text("Type") == type }) else {
                throw AWSError(
                    "InvalidChangeBatch",
                    "Tried to create an alias that targets \(name), type \(type) in zone \(zone.id), but the alias target name "
                        + "was not found")
            }
        }
    }

    private static func apply(_ change: Value, to zone: CloudObject, _ cloud: inout Cloud) throws(AWSError) {
        let record = try checked(change["ResourceRecordSet"] ?? [:], zone, cloud, action: change.text("Action") ?? "")
        let key = key(zone.id, record)
        let known = cloud.objects[key]
        let label = "[\(record.text("Name") ?? ""), type='\(record.text("Type") ?? "")']"
        switch change.text("Action") {
        case "CREATE":
            guard known == nil else {
                throw AWSError(
                    "InvalidChangeBatch", "Tried to create resource record set \(label) but it already exists")
            }
            try checkNeighbours(of: record, in: zone.id, cloud)
            put(record, in: zone.id, &cloud)
        case "UPSERT":
            if known == nil { try checkNeighbours(of: record, in: zone.id, cloud) }
            put(record, in: zone.id, &cloud)
        case "DELETE":
            guard let known else {
                throw AWSError(
                    "InvalidChangeBatch", "Tried to delete resource record set \(label) but it was not found")
            }
            guard known.attributes == record else {
                throw AWSError(
                    "InvalidChangeBatch",
                    "Tried to delete resource record set \(label) but the values provided do not match the current values"
                )
            }
            if record.text("Name") == zone.attributes.text("Name"), ["NS", "SOA"].contains(record.text("Type") ?? "") {
                throw AWSError("InvalidChangeBatch", "A HostedZone must contain its NS and SOA records.")
            }
            cloud.remove(key)
        default: throw AWSError("InvalidInput", "Action must be CREATE, DELETE or UPSERT.")
        }
    }

    private static func checked(_ given: Value, _ zone: CloudObject, _ cloud: Cloud, action: String) throws(AWSError)
        -> Value
    {
        var record = given
        let name = Route53.name(record.text("Name") ?? "")
        let zoneName = zone.attributes.text("Name") ?? ""
        guard name == zoneName || name.hasSuffix("." + zoneName) else {
            throw AWSError("InvalidChangeBatch", "RRSet with DNS name \(name) is not permitted in zone \(zoneName)")
        }
        guard types.contains(record.text("Type") ?? "") else {
            throw AWSError("InvalidInput", "The record type is not valid.")
        }
        record["Name"] = .string(name)
        if var target = record["AliasTarget"] {
            guard record["TTL"] == nil, record["ResourceRecords"] == nil else {
                throw AWSError("InvalidInput", "Invalid request: an alias has no TTL and no ResourceRecords.")
            }
            target["DNSName"] = .string(Route53.name(target.text("DNSName") ?? ""))
            if target["EvaluateTargetHealth"]?.flag == true, target.text("HostedZoneId") == "Z2FDTNDATAQYW2" {
                throw AWSError("InvalidChangeBatch", "EvaluateTargetHealth cannot be true for CloudFront.")
            }
            record["AliasTarget"] = target
        } else if record.number("TTL") == nil || (record["ResourceRecords"]?.elements.isEmpty ?? true) {
            throw AWSError("InvalidInput", "Invalid request: a record needs a TTL and ResourceRecords.")
        }
        if action != "DELETE", let id = record.text("HealthCheckId") {
            do throws(AWSError) { _ = try HealthChecks.find(id, cloud) } catch {
                throw AWSError("NoSuchHealthCheck", "No health check exists with the ID \(id)")
            }
        }
        let isRouted = ["Weight", "Region", "Failover", "GeoLocation", "MultiValueAnswer"].contains {
            record[$0] != nil
        }
        guard isRouted == (record.text("SetIdentifier") != nil) else {
            throw AWSError("InvalidInput", "Invalid request: a routing policy and a SetIdentifier go together.")
        }
        return record
    }

    /// A CNAME stands alone, and simple records don't stand beside routed ones.
    private static func checkNeighbours(of record: Value, in zone: String, _ cloud: Cloud) throws(AWSError) {
        let name = record.text("Name") ?? ""
        let type = record.text("Type") ?? ""
        for other in records(of: zone, cloud) where other.attributes.text("Name") == name {
            let otherType = other.attributes.text("Type") ?? ""
            if otherType == type {
                guard (other.attributes["SetIdentifier"] == nil) == (record["SetIdentifier"] == nil) else {
                    throw AWSError(
                        "InvalidChangeBatch",
                        "RRSet with DNS name \(name), type \(type) cannot be created as other RRSets exist with the same name and type."
                    )
                }
            } else if type == "CNAME" || otherType == "CNAME" {
                throw AWSError(
                    "InvalidChangeBatch",
                    "RRSet of type CNAME with DNS name \(name) is not permitted beside other records of that name.")
            }
        }
    }

    // MARK: Reads

    @Sendable static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let zone = try Route53.zone(try call.required("HostedZoneId"), cloud)
        func key(_ name: String, _ type: String, _ identifier: String) -> String {
            "\(sortKey(name)) \(type) \(identifier)"
        }
        func key(_ record: Value) -> String {
            key(record.text("Name") ?? "", record.text("Type") ?? "", record.text("SetIdentifier") ?? "")
        }
        var first = ""
        if let name = call.input.text("StartRecordName") {
            first = key(
                Route53.name(name), call.input.text("StartRecordType") ?? "",
                call.input.text("StartRecordIdentifier") ?? "")
        }
        let size = max(1, min(300, call.input.text("MaxItems").flatMap { Int($0) } ?? 300))
        let all = records(of: zone.id, cloud).map { (key: key($0.attributes), record: $0.attributes) }
            .filter { $0.key >= first }.sorted { $0.key < $1.key }.map(\.record)
        let page = all.prefix(size)
        var output: Value = [
            "ResourceRecordSets": .list(Array(page)), "IsTruncated": .bool(page.count < all.count),
            "MaxItems": .string(String(size)),
        ]
        if page.count < all.count {
            output["NextRecordName"] = all[page.count]["Name"]
            output["NextRecordType"] = all[page.count]["Type"]
            output["NextRecordIdentifier"] = all[page.count]["SetIdentifier"]
        }
        return output
    }
}
