import CloudCalls
import Digests
import Providers
import Resources
import Values

/// A certificate that proves its names by DNS records, which the driver puts into the platform's zone.
///
/// `ValidationRecords` is a property of our own: whether those records are where ACM looks for them.
struct Certificate: KindDriver {
    private static let published: Value = "published"
    private static let missing: Value = "missing"
    /// ListCertificates hides everything but RSA up to 2048 bits unless it is asked for (ACM API reference).
    private static let keyTypes: Value = .strings([
        "RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1",
    ])

    let schema = KindSchema(
        kind: "AWS::ACM::Certificate", service: "acm", identity: .tags,
        rules: [
            PropertyRule("DomainName", .replaces), PropertyRule("SubjectAlternativeNames", .replaces),
            PropertyRule("SubjectAlternativeNames", .unordered), PropertyRule("ValidationMethod", .replaces),
            PropertyRule("HostedZoneId", .writeOnly),
        ],
        durations: ExpectedDurations(create: .minutes(3), deadline: .minutes(75)))
    let calls = KindCalls(
        reads: [
            "ListCertificates", "ListTagsForCertificate", "DescribeCertificate", TaggedThings.call,
            "route53.ListResourceRecordSets", "route53.ListHostedZonesByName", "route53.GetHostedZone",
        ],
        changes: [
            "route53.ChangeResourceRecordSets", "RequestCertificate", "AddTagsToCertificate",
            "RemoveTagsFromCertificate",
        ],
        deletes: ["DeleteCertificate"])

    /// AWS counts the domain itself among the alternative names.
    func normalized(_ properties: Value) -> Value {
        var properties = properties
        var names = properties["SubjectAlternativeNames"]?.texts ?? []
        if let domain = properties.text("DomainName")?.lowercased() {
            properties["DomainName"] = .string(domain)
            names.append(domain)
            properties["SubjectAlternativeNames"] = .strings(Set(names.map { $0.lowercased() }).sorted())
        }
        properties["ValidationRecords"] = Self.published
        return properties
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var zone: String?
        var arns: [Value] = []
        if case .one(let target) = scope { zone = target.properties.text("HostedZoneId") }
        if case .one(let target) = scope, target.physicalID.hasPrefix("arn:") {
            arns = [.string(target.physicalID)]
        } else {
            let listed = try await cloud.pages(
                "acm", "ListCertificates", scope.region, ["Includes": ["keyTypes": Self.keyTypes]],
                items: "CertificateSummaryList")
            arns = listed.compactMap { $0["CertificateArn"] }
        }
        let things = try await TaggedThings(scope, cloud)
        var found: [Found] = []
        for arn in arns {
            let tags = try await things.tags(arn.text ?? "") { () async throws(AWSError) in
                try await Self.tags(arn, scope.region, cloud)
            }
            guard tags[IdentityTags.platform] == scope.platform else { continue }
            if case .one(let target) = scope, tags[IdentityTags.address] != target.address.text { continue }
            let described = try await cloud.read(
                "acm", "DescribeCertificate", scope.region, ["CertificateArn": arn])
            found.append(try await read(described["Certificate"] ?? [:], tags, zone: zone, scope.region, cloud))
        }
        return found
    }

    func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        let arn = Value.string(target.physicalID)
        let output = try await cloud.read("acm", "DescribeCertificate", target.region, ["CertificateArn": arn])
        guard let certificate = output["Certificate"] else { return nil }
        return try await read(
            certificate, try await Self.tags(arn, target.region, cloud), zone: nil, target.region, cloud)
    }

    private static func tags(
        _ arn: Value, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [String: String] {
        let output = try await cloud.read("acm", "ListTagsForCertificate", region, ["CertificateArn": arn])
        return IdentityTags.parse(output["Tags"])
    }

    private func read(
        _ certificate: Value, _ tags: [String: String], zone: String?, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Found {
        let state = certificate.text("Status") ?? ""
        var status = ResourceObservation.Status.ready
        var records = Self.published
        switch state {
        case "ISSUED": break
        case "PENDING_VALIDATION":
            let wanted = Self.records(of: certificate)
            let options = certificate["DomainValidationOptions"]?.elements ?? []
            if wanted.isEmpty || options.contains(where: { $0["ResourceRecord"] == nil }) {
                records = Self.missing
                status = .pending("ACM has not said yet which records prove the names")
            } else if try await Self.arePublished(wanted, in: zone, region, cloud) {
                status = .pending(
                    "ACM looks for the records that prove the names, and finds them once the registrar or the parent's zone "
                        + "names \(try await Self.nameServers(of: zone, cloud))")
            } else {
                // Ready for the update that puts the records there.
                records = Self.missing
            }
        default:
            status = .failed(
                "The certificate is \(state): \(certificate.text("FailureReason") ?? "no reason is given").")
        }
        let names = (certificate["SubjectAlternativeNames"]?.texts ?? []).sorted()
        let method = certificate["DomainValidationOptions"]?.elements.first?["ValidationMethod"]
        return Found(
            physicalID: certificate.text("CertificateArn") ?? "", status: status,
            properties: [
                "DomainName": certificate["DomainName"] ?? .null, "SubjectAlternativeNames": .strings(names),
                "ValidationMethod": method ?? "DNS", "ValidationRecords": records,
            ],
            attributes: EC2Kind.members(["CertificateArn"], of: certificate), tags: tags)
    }

    /// The records that ACM asks for, each once: a wildcard shares its domain's.
    private static func records(of certificate: Value) -> [Value] {
        var records: [Value] = []
        for option in certificate["DomainValidationOptions"]?.elements ?? [] {
            if let record = option["ResourceRecord"], !records.contains(record) { records.append(record) }
        }
        return records
    }

    private static func arePublished(
        _ records: [Value], in zone: String?, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Bool {
        guard let zone else { return false }
        for record in records {
            let output = try await cloud.read(
                "route53", "ListResourceRecordSets", home,
                [
                    "HostedZoneId": .string(zone), "StartRecordName": record["Name"] ?? .null,
                    "StartRecordType": "CNAME", "MaxItems": "1",
                ])
            let known = output["ResourceRecordSets"]?.elements.first
            guard known?["Name"] == record["Name"],
                known?["ResourceRecords"]?.elements.first?["Value"] == record["Value"]
            else { return false }
        }
        return true
    }

    /// Those to which the platform's name has to be delegated: what only its owner can do.
    private static func nameServers(of zone: String?, _ cloud: CloudAccess) async throws(AWSError) -> String {
        guard let zone else { return "the zone's name servers" }
        let output = try await cloud.read("route53", "GetHostedZone", home, ["Id": .string(zone)])
        return (output["DelegationSet"]?["NameServers"]?.texts ?? []).joined(separator: ", ")
    }

    /// Where Route 53's changes are made, whatever the certificate's region.
    private static let home = "us-east-1"

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "acm", "RequestCertificate", target.region,
            [
                "DomainName": target.properties["DomainName"] ?? .null,
                "SubjectAlternativeNames": target.properties["SubjectAlternativeNames"] ?? .null,
                "ValidationMethod": target.properties["ValidationMethod"] ?? "DNS",
                // At most 32 characters of \w, which our token with its hyphens is not.
                "IdempotencyToken": .string(String(SHA256Digest.hex(target.token).prefix(32))),
                "Tags": IdentityTags.list(for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let arn: Value = ["CertificateArn": .string(found.physicalID)]
        if differences.contains("ValidationRecords"), let zone = target.properties.text("HostedZoneId") {
            let output = try await cloud.read("acm", "DescribeCertificate", target.region, arn)
            let changes = Self.records(of: output["Certificate"] ?? [:]).map { record -> Value in
                let value: Value = [["Value": record["Value"] ?? .null]]
                return [
                    "Action": "UPSERT",
                    "ResourceRecordSet": [
                        "Name": record["Name"] ?? .null, "Type": "CNAME", "TTL": 300, "ResourceRecords": value,
                    ],
                ]
            }
            if !changes.isEmpty { try await RecordSet.change(changes, in: zone, Self.home, cloud) }
        }
        if differences.contains("Tags") { try await updateTags(target, found, arn, cloud) }
    }

    private func updateTags(
        _ target: Target, _ found: Found, _ arn: Value, _ cloud: CloudAccess
    ) async throws(AWSError) {
        try await cloud.call(
            "acm", "AddTagsToCertificate", target.region, arn.merging(["Tags": IdentityTags.list(for: target)]))
        let surplus = IdentityTags.surplus(found.tags, for: target)
        guard !surplus.isEmpty else { return }
        try await cloud.call(
            "acm", "RemoveTagsFromCertificate", target.region,
            arn.merging(["Tags": .list(surplus.map { ["Key": .string($0)] })]))
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "acm", "DeleteCertificate", target.region, ["CertificateArn": .string(found.physicalID)])
    }
}
