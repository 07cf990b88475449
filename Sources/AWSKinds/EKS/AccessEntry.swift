import CloudCalls
import Providers
import Resources
import Values

/// Who may use a cluster's API: an entry, and the access policies that are associated with it.
///
/// `accessPolicies` is a list of `policyArn` and `accessScope`, as AssociateAccessPolicy takes them. Source: EKS API
/// reference, `CreateAccessEntry`, `AssociateAccessPolicy`.
struct AccessEntry: KindDriver {
    private static let policies = "accessPolicies"
    private static let settings = ["kubernetesGroups", "username"]
    private static let members = ["clusterName", "principalArn", "type"] + settings
    private static let reading = EKSParts.Reading(
        list: "ListAccessEntries", items: "accessEntries", describe: "DescribeAccessEntry", name: "principalArn",
        item: "accessEntry")

    let schema = KindSchema(
        kind: "AWS::EKS::AccessEntry", service: EKSParts.service, identity: .tags,
        rules: ["clusterName", "principalArn", "type"].map { PropertyRule($0, .replaces) }
            + ["kubernetesGroups", policies].map { PropertyRule($0, .unordered) },
        durations: .instant)
    let calls = KindCalls(
        reads: [
            "ListClusters", "DescribeCluster", "ListAccessEntries", "DescribeAccessEntry",
            "ListAssociatedAccessPolicies",
        ],
        changes: [
            "CreateAccessEntry", "UpdateAccessEntry", "AssociateAccessPolicy", "DisassociateAccessPolicy",
            "TagResource", "UntagResource",
        ],
        deletes: ["DeleteAccessEntry"])

    func normalized(_ properties: Value) -> Value {
        guard let policies = properties[Self.policies]?.elements else { return properties }
        return properties.merging([Self.policies: .list(policies.map(Self.policy))])
    }

    private static func policy(_ policy: Value) -> Value {
        var scope = EC2Kind.members(["type", "namespaces"], of: policy["accessScope"] ?? [:])
        let namespaces = scope["namespaces"]?.texts ?? []
        scope["namespaces"] = namespaces.isEmpty ? nil : .strings(namespaces.sorted())
        return ["policyArn": policy["policyArn"] ?? .null, "accessScope": scope]
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let entries = try await EKSParts.things(Self.reading, scope, cloud).filter { entry in
            // EKS makes entries of its own, whose policies are nobody's business.
            guard case .platform(let platform, _) = scope else { return true }
            return IdentityTags.parse(map: entry["tags"])[IdentityTags.platform] == platform
        }
        let region = scope.region
        return try await cloud.each(entries) { (entry) async throws(AWSError) in
            let key = EC2Kind.members(["clusterName", "principalArn"], of: entry)
            let policies = try await EKSParts.pages(
                "ListAssociatedAccessPolicies", region, key, items: "associatedAccessPolicies", cloud)
            let properties = EC2Kind.members(Self.members, of: entry).merging([Self.policies: .list(policies)])
            return Found(
                physicalID: "\(entry.text("clusterName") ?? "")/\(entry.text("principalArn") ?? "")",
                status: .ready, properties: normalized(properties),
                attributes: key.merging(["arn": entry["accessEntryArn"] ?? .null]),
                tags: IdentityTags.parse(map: entry["tags"]))
        }
    }

    /// Policies follow by `update`.
    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        do throws(AWSError) {
            try await cloud.call(
                EKSParts.service, "CreateAccessEntry", target.region, EKSParts.creation(target, Self.members))
        } catch {
            guard error.code == "ResourceInUseException" else { throw error }
            // This operation has the code for an entry that exists, and nothing else (EKS API reference).
            throw AWSError(
                "AccessEntryAlreadyExists", error.message, service: error.service, operation: error.operation,
                region: error.region, requestID: error.requestID)
        }
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let key = EC2Kind.members(["clusterName", "principalArn"], of: found.properties)
        if differences.contains("Tags") { try await EKSParts.updateTags(target, found, cloud) }
        let changed = differences.filter(Self.settings.contains)
        if !changed.isEmpty {
            try await cloud.call(
                EKSParts.service, "UpdateAccessEntry", target.region,
                key.merging(EC2Kind.members(changed, of: target.properties)))
        }
        guard differences.contains(Self.policies) else { return }
        let wanted = target.properties[Self.policies]?.elements ?? []
        let present = found.properties[Self.policies]?.elements ?? []
        for policy in wanted where !present.contains(policy) {
            try await cloud.call(EKSParts.service, "AssociateAccessPolicy", target.region, key.merging(policy))
        }
        for policy in present where !wanted.contains(where: { $0["policyArn"] == policy["policyArn"] }) {
            try await cloud.call(
                EKSParts.service, "DisassociateAccessPolicy", target.region,
                key.merging(["policyArn": policy["policyArn"] ?? .null]))
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            EKSParts.service, "DeleteAccessEntry", target.region,
            EC2Kind.members(["clusterName", "principalArn"], of: found.properties))
    }

    func waitReason(for error: AWSError) -> String? { EKSParts.waitReason(for: error) }
}
