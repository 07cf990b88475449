import CloudCalls
import Providers
import Resources
import Values

/// A public hosted zone. Route 53 would make two of one name, so one that is there is taken over.
struct HostedZone: KindDriver {
    let schema = KindSchema(
        kind: "AWS::Route53::HostedZone", service: "route53", identity: .tags,
        rules: [PropertyRule("Name", .replaces)], durations: ExpectedDurations(create: .seconds(5)))
    let calls = KindCalls(
        reads: [
            "ListResourceRecordSets", "ListHostedZones", "ListHostedZonesByName", "GetHostedZone",
            "ListTagsForResources", TaggedThings.call,
        ],
        changes: ["CreateHostedZone", "ChangeTagsForResource"],
        deletes: ["ChangeResourceRecordSets", "DeleteHostedZone"])

    func normalized(_ properties: Value) -> Value {
        var properties = properties
        properties["Name"] = DNSName.normalized(properties["Name"])
        return properties
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var zones: [Value]
        switch scope {
        case .platform: zones = try await Self.all(scope.region, cloud)
        case .one(let target):
            if let name = target.properties["Name"] {
                zones = try await Self.named(normalized(["Name": name]).text("Name") ?? "", scope.region, cloud)
            } else {
                zones = try await Self.all(scope.region, cloud)
            }
        }
        let ids = zones.map { DNSName.bareID($0.text("Id") ?? "") }
        let tags = try await Route53Tags.read("hostedzone", ids, in: scope, scope.region, cloud)
        var found: [Found] = []
        for (zone, id) in zip(zones, ids) where tags[id]?[IdentityTags.platform] == scope.platform {
            let output = try await cloud.read("route53", "GetHostedZone", scope.region, ["Id": .string(id)])
            found.append(
                Found(
                    physicalID: id, status: .ready, properties: ["Name": zone["Name"] ?? .null],
                    attributes: [
                        "HostedZoneId": .string(id), "NameServers": output["DelegationSet"]?["NameServers"] ?? [],
                    ], tags: tags[id]))
        }
        return found
    }

    func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        let id = DNSName.bareID(target.physicalID)
        let output = try await cloud.read("route53", "GetHostedZone", target.region, ["Id": .string(id)])
        guard let zone = output["HostedZone"], zone["Config"]?["PrivateZone"]?.flag != true else { return nil }
        let tags = try await Route53Tags.read("hostedzone", [id], target.region, cloud)
        return Found(
            physicalID: id, status: .ready, properties: ["Name": zone["Name"] ?? .null], attributes: [:],
            tags: tags[id] ?? [:])
    }

    /// Every public zone of the account.
    static func all(_ region: String, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        let zones = try await cloud.pages(
            "route53", "ListHostedZones", region, [:], items: "HostedZones", marker: "Marker", next: "NextMarker")
        return zones.filter { $0["Config"]?["PrivateZone"]?.flag != true }
    }

    private static func named(
        _ name: String, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        let output = try await cloud.read(
            "route53", "ListHostedZonesByName", region, ["DNSName": .string(name), "MaxItems": "10"])
        return (output["HostedZones"]?.elements ?? []).filter {
            $0.text("Name") == name && $0["Config"]?["PrivateZone"]?.flag != true
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let name = target.properties.text("Name") ?? ""
        let known = try await Self.named(name, target.region, cloud)
        let ids = known.map { DNSName.bareID($0.text("Id") ?? "") }
        let tags = try await Route53Tags.read("hostedzone", ids, target.region, cloud)
        if let id = ids.first(where: { tags[$0]?[IdentityTags.platform] == nil }) {
            try await Route53Tags.write("hostedzone", id, target, old: [:], cloud)
            return
        }
        guard ids.isEmpty else {
            throw AWSError("HostedZoneAlreadyExists", "The zone \(name) belongs to another platform or address.")
        }
        let output = try await cloud.call(
            "route53", "CreateHostedZone", target.region,
            ["Name": .string(name), "CallerReference": .string(target.token)])
        let id = DNSName.bareID(output["HostedZone"]?.text("Id") ?? "")
        try await Route53Tags.write("hostedzone", id, target, old: [:], cloud)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        guard differences.contains("Tags") else { return }
        try await Route53Tags.write("hostedzone", found.physicalID, target, old: found.tags ?? [:], cloud)
    }

    /// Removes the names that certificates left for their validation, then the zone.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let records = try await RecordSet.records(of: found.physicalID, target.region, cloud)
        let left = records.filter { record in
            record.text("Type") == "CNAME" && record.text("Name")?.hasPrefix("_") == true
                && (record["ResourceRecords"]?.elements ?? []).allSatisfy {
                    $0.text("Value")?.hasSuffix(".acm-validations.aws.") == true
                }
        }
        if !left.isEmpty {
            try await RecordSet.change(
                left.map { ["Action": "DELETE", "ResourceRecordSet": $0] }, in: found.physicalID, target.region, cloud)
        }
        try await cloud.call("route53", "DeleteHostedZone", target.region, ["Id": .string(found.physicalID)])
    }
}
