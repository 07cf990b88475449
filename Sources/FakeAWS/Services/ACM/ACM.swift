import CloudCalls
import Digests
import Values

/// What FakeAWS answers for `acm`: certificates that are issued once their validation names are in a hosted zone.
enum ACM {
    static let definition = ServiceDefinition(
        service: "acm",
        operations: [
            "RequestCertificate": request, "DescribeCertificate": describe, "ListCertificates": list,
            "DeleteCertificate": delete, "ListTagsForCertificate": listTags, "AddTagsToCertificate": addTags,
            "RemoveTagsFromCertificate": removeTags,
        ],
        events: ["acm.issue": issue, "acm.timedOut": timeOut])

    private static let type = "AWS::ACM::Certificate"

    /// The validation record shows itself some seconds after the request.
    private static let recordDelay = TimeSpan.seconds(5)
    private static let issuing = TimeSpan.minutes(2)

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let arn = try call.required("CertificateArn")
        guard arn.hasPrefix("arn:aws:acm:") else { throw AWSError("InvalidArnException", "The ARN is not valid.") }
        guard let certificate = cloud.object(type, call.region, arn) else {
            throw AWSError("ResourceNotFoundException", "Could not find certificate \(arn).")
        }
        return certificate
    }

    private static func names(_ certificate: CloudObject) -> [String] {
        certificate.attributes["SubjectAlternativeNames"]?.texts ?? []
    }

    /// The same for a domain and an account in every region; a wildcard shares its domain's.
    private static func record(for domain: String, _ cloud: Cloud) -> (name: String, value: String) {
        let base = domain.hasPrefix("*.") ? String(domain.dropFirst(2)) : domain
        let hash = SHA256Digest.hex("\(cloud.account)/acm/\(base)")
        return (
            "_\(hash.prefix(32)).\(base).", "_\(hash.dropFirst(32)).\(hash.prefix(10)).acm-validations.aws."
        )
    }

    // MARK: Requests

    @Sendable private static func request(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let domain = try call.required("DomainName").lowercased()
        guard domain.split(separator: ".").count > 1, domain.count <= 253 else {
            throw AWSError("InvalidParameterException", "The domain name \(domain) is not valid.")
        }
        let token = call.input.text("IdempotencyToken")
        if let token, token.count > 32 || !token.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) {
            throw AWSError("ValidationException", "IdempotencyToken must match \\w+ and have at most 32 characters.")
        }
        // A token counts for an hour.
        let recent = cloud.allEvenHidden(type, call.region).first {
            token != nil && $0.hidden.text("token") == token && call.now - $0.createdAt < .hours(1)
                && $0.hidden["input"] == call.input
        }
        if let recent { return ["CertificateArn": .string(recent.id)] }
        var names = [domain]
        for name in call.input["SubjectAlternativeNames"]?.texts ?? [] where !names.contains(name.lowercased()) {
            names.append(name.lowercased())
        }
        let hash = cloud.freshID("", digits: 32)
        let id = [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)].map { String(hash.dropFirst($0.0).prefix($0.1)) }
            .joined(separator: "-")
        let arn = "arn:aws:acm:\(call.region):\(cloud.account):certificate/\(id)"
        let certificate = CloudObject(
            CloudObject.Key(type, call.region, arn), status: "PENDING_VALIDATION",
            attributes: [
                "CertificateArn": .string(arn), "DomainName": .string(domain),
                "SubjectAlternativeNames": .strings(names), "CreatedAt": .string(call.now.timestamp),
                "KeyAlgorithm": call.input["KeyAlgorithm"] ?? "RSA_2048", "Type": "AMAZON_ISSUED",
            ],
            hidden: [
                "token": token.map(Value.string) ?? .null, "input": call.input,
                "method": call.input["ValidationMethod"] ?? "EMAIL",
            ].withoutNulls, tags: Call.tags(call.input["Tags"]), createdAt: call.now)
        cloud.insert(certificate)
        cloud.schedule("acm.timedOut", after: .hours(72), on: certificate.key)
        lookAgain(&cloud)
        return ["CertificateArn": .string(arn)]
    }

    // MARK: Validation

    private static func isValidated(_ certificate: CloudObject, _ cloud: Cloud) -> Bool {
        certificate.hidden.text("method") == "DNS"
            && names(certificate).allSatisfy { name in
                let record = record(for: name, cloud)
                return DNSRecords.hasAlias(record.name, to: record.value, cloud)
            }
    }

    /// Called when records changed: certificates whose names are all proven now are issued in a while.
    static func lookAgain(_ cloud: inout Cloud) {
        let pending = cloud.allEvenHidden(type).filter {
            $0.status == "PENDING_VALIDATION" && $0.hidden["isProven"] == nil
        }.sorted { $0.sequence < $1.sequence }
        for certificate in pending where isValidated(certificate, cloud) {
            cloud.update(certificate.key) { $0.hidden["isProven"] = true }
            cloud.schedule("acm.issue", after: issuing, on: certificate.key)
        }
    }

    @Sendable private static func issue(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let certificate = cloud.objects[event.key], certificate.status == "PENDING_VALIDATION" else { return }
        let isValid = isValidated(certificate, cloud)
        let moment = Value.string(cloud.now.timestamp)
        let end = Value.string((cloud.now + .hours(24 * 395)).timestamp)
        cloud.update(event.key) {
            guard isValid else {
                $0.hidden["isProven"] = nil
                return
            }
            $0.status = "ISSUED"
            $0.attributes["IssuedAt"] = moment
            $0.attributes["NotBefore"] = moment
            $0.attributes["NotAfter"] = end
        }
    }

    @Sendable private static func timeOut(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        cloud.update(event.key) { if $0.status == "PENDING_VALIDATION" { $0.status = "VALIDATION_TIMED_OUT" } }
    }

    // MARK: Reads

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let certificate = try find(call, cloud)
        let state = certificate.status == "ISSUED" ? "SUCCESS" : "PENDING_VALIDATION"
        let options = names(certificate).map { name -> Value in
            var option: Value = [
                "DomainName": .string(name), "ValidationDomain": .string(name), "ValidationStatus": .string(state),
                "ValidationMethod": certificate.hidden["method"] ?? "DNS",
            ]
            if call.now - certificate.createdAt >= recordDelay, certificate.hidden.text("method") == "DNS" {
                let record = record(for: name, cloud)
                option["ResourceRecord"] = [
                    "Name": .string(record.name), "Type": "CNAME", "Value": .string(record.value),
                ]
            }
            return option
        }
        return [
            "Certificate": certificate.attributes.merging([
                "Status": .string(certificate.status), "DomainValidationOptions": .list(options),
                "InUseBy": .strings(users(of: certificate.id, cloud)),
            ])
        ]
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let states = call.input["CertificateStatuses"]?.texts
        // Only RSA keys up to 2048 bits are listed unless others are asked for.
        let keys = call.input["Includes"]?["keyTypes"]?.texts ?? ["RSA_1024", "RSA_2048"]
        let all = cloud.all(type, call.region).filter {
            (states?.contains($0.status) ?? true) && keys.contains($0.attributes.text("KeyAlgorithm") ?? "")
        }.map { certificate -> Value in
            var shown = certificate.attributes
            shown["SubjectAlternativeNames"] = nil
            shown["SubjectAlternativeNameSummaries"] = .strings(names(certificate))
            shown["Status"] = .string(certificate.status)
            shown["InUse"] = .bool(!users(of: certificate.id, cloud).isEmpty)
            return shown
        }
        return call.page(all, items: "CertificateSummaryList", size: "MaxItems")
    }

    /// The ARNs of the listeners and distributions that have the certificate.
    private static func users(of arn: String, _ cloud: Cloud) -> [String] {
        (cloud.allEvenHidden(ELBv2.listener) + cloud.allEvenHidden("AWS::CloudFront::Distribution"))
            .filter { contains(arn, in: $0.attributes) }
            .map { $0.attributes.text("ARN") ?? $0.attributes.text("LoadBalancerArn") ?? $0.id }.sorted()
    }

    private static func contains(_ text: String, in value: Value) -> Bool {
        switch value {
        case .string(let string): string == text
        case .list(let elements): elements.contains { contains(text, in: $0) }
        case .object(let members): members.contains { contains(text, in: $0.value) }
        default: false
        }
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let certificate = try find(call, cloud)
        let users = users(of: certificate.id, cloud)
        guard users.isEmpty else {
            throw AWSError(
                "ResourceInUseException", "Certificate \(certificate.id) is in use by \(users.joined(separator: ", "))."
            )
        }
        cloud.remove(certificate.key)
        return [:]
    }

    // MARK: Tags

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Tags": try find(call, cloud).tagList]
    }

    @Sendable private static func addTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try find(call, cloud).key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func removeTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let certificate = try find(call, cloud)
        let keys = (call.input["Tags"]?.elements ?? []).compactMap { $0.text("Key") }
        cloud.update(certificate.key) { for key in keys { $0.tags[key] = nil } }
        return [:]
    }
}

extension Cloud {
    /// The status of a certificate as ACM words it, for services that want to serve with it; nil when it isn't there.
    func certificateStatus(_ arn: String, in region: String) -> String? {
        object("AWS::ACM::Certificate", region, arn)?.status
    }
}
