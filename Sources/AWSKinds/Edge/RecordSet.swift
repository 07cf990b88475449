import CloudCalls
import Providers
import Resources
import Values

/// A DNS record. It can't be tagged: zone, name, type and set identifier are its identity.
struct RecordSet: KindDriver {
    private static let identity = ["HostedZoneId", "Name", "Type", "SetIdentifier"]

    let schema = KindSchema(
        kind: "AWS::Route53::RecordSet", service: "route53", identity: .naturalKey,
        rules: identity.map { PropertyRule($0, .replaces) },
        durations: ExpectedDurations(create: .seconds(5), update: .seconds(5)), carriesTraffic: true,
        directsUsers: true)
    let calls = KindCalls(
        reads: [
            "ListHostedZones", "ListHostedZonesByName", "GetHostedZone", "ListTagsForResources",
            TaggedThings.call,
            "ListResourceRecordSets",
        ],
        changes: ["ChangeResourceRecordSets"],
        deletes: ["ChangeResourceRecordSets"])

    func naturalKey(of properties: Value) -> String? {
        guard let zone = properties.text("HostedZoneId"), let type = properties.text("Type"),
            let name = DNSName.normalized(properties["Name"])?.text
        else { return nil }
        return "\(zone)|\(name)|\(type)|\(properties.text("SetIdentifier") ?? "")"
    }

    func normalized(_ properties: Value) -> Value {
        var properties = properties
        properties["Name"] = DNSName.normalized(properties["Name"])
        // A record that no longer has a health check must lose it, so none is a value too.
        if properties["HealthCheckId"] == nil { properties["HealthCheckId"] = "" }
        if let name = properties["AliasTarget"]?["DNSName"] {
            properties["AliasTarget"]?["DNSName"] = DNSName.normalized(name)
        }
        if case .list(let records)? = properties["ResourceRecords"] {
            properties["ResourceRecords"] = .list(
                records.map { record -> Value in
                    if case .object = record { return record }
                    return ["Value": record]
                })
        }
        return properties
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        switch scope {
        case .one(let target):
            guard let zone = target.properties.text("HostedZoneId"),
                let name = DNSName.normalized(target.properties["Name"])?.text,
                let type = target.properties["Type"]
            else { return [] }
            var input: Value = [
                "HostedZoneId": .string(zone), "StartRecordName": .string(name), "StartRecordType": type,
                "MaxItems": "1",
            ]
            input["StartRecordIdentifier"] = target.properties["SetIdentifier"]
            let output = try await cloud.read("route53", "ListResourceRecordSets", scope.region, input)
            return (output["ResourceRecordSets"]?.elements ?? []).map { found($0, in: zone) }
        case .platform(let platform, let region):
            let ids = try await HostedZone.all(region, cloud).map { DNSName.bareID($0.text("Id") ?? "") }
            let tags = try await Route53Tags.read("hostedzone", ids, in: scope, region, cloud)
            var all: [Found] = []
            for id in ids where tags[id]?[IdentityTags.platform] == platform {
                all += try await Self.records(of: id, region, cloud).map { found($0, in: id) }
            }
            return all
        }
    }

    private func found(_ record: Value, in zone: String) -> Found {
        let properties = (["HealthCheckId": ""] as Value).merging(record).merging(["HostedZoneId": .string(zone)])
        return Found(
            physicalID: "\(record.text("Name") ?? "") \(record.text("Type") ?? "")", status: .ready,
            properties: properties, attributes: EC2Kind.members(["Name"], of: record),
            naturalKey: naturalKey(of: properties) ?? "")
    }

    /// Every record of a zone; a page's successor is named by three members.
    static func records(
        of zone: String, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        var input: Value = ["HostedZoneId": .string(zone)]
        var all: [Value] = []
        while true {
            let page = try await cloud.read("route53", "ListResourceRecordSets", region, input)
            all += page["ResourceRecordSets"]?.elements ?? []
            guard page["IsTruncated"]?.flag == true else { return all }
            input["StartRecordName"] = page["NextRecordName"]
            input["StartRecordType"] = page["NextRecordType"]
            input["StartRecordIdentifier"] = page["NextRecordIdentifier"]
        }
    }

    static func change(
        _ changes: [Value], in zone: String, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await cloud.call(
            "route53", "ChangeResourceRecordSets", region,
            ["HostedZoneId": .string(zone), "ChangeBatch": ["Changes": .list(changes)]])
    }

    /// The record itself: a HostedZoneId of its own would not be one of its members.
    private func record(_ properties: Value) -> Value {
        var record = properties
        record["HostedZoneId"] = nil
        if record.text("HealthCheckId") == "" { record["HealthCheckId"] = nil }
        return record.compacted
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await Self.change(
            [["Action": "UPSERT", "ResourceRecordSet": record(target.properties)]],
            in: target.properties.text("HostedZoneId") ?? "", target.region, cloud)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await create(target, cloud)
    }

    /// Route 53 wants the exact values that are there now.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await Self.change(
            [["Action": "DELETE", "ResourceRecordSet": record(found.properties)]],
            in: found.properties.text("HostedZoneId") ?? "", target.region, cloud)
    }
}
