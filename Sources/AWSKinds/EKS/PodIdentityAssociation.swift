import CloudCalls
import Providers
import Resources
import Values

/// The role that the pods of a service account have. Pods that run already get a changed role when they start anew.
///
/// Source: EKS API reference, `CreatePodIdentityAssociation`.
struct PodIdentityAssociation: KindDriver {
    private static let fixed = ["clusterName", "namespace", "serviceAccount"]
    private static let settings = ["roleArn", "targetRoleArn", "disableSessionTags"]
    private static let reading = EKSParts.Reading(
        list: "ListPodIdentityAssociations", items: "associations", describe: "DescribePodIdentityAssociation",
        name: "associationId", item: "association")

    let schema = KindSchema(
        kind: "AWS::EKS::PodIdentityAssociation", service: EKSParts.service, identity: .tags,
        rules: fixed.map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["ListClusters", "DescribeCluster", "ListPodIdentityAssociations", "DescribePodIdentityAssociation"],
        changes: ["CreatePodIdentityAssociation", "UpdatePodIdentityAssociation", "TagResource", "UntagResource"],
        deletes: ["DeletePodIdentityAssociation"],
        alsoNeeded: ["iam:GetRole", "iam:PassRole"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var associations: [Value] = []
        if case .one(let target) = scope, Self.fixed.allSatisfy({ target.properties[$0] != nil }) {
            // The id is AWS's; cluster, namespace and service account name the association as well.
            let input = EC2Kind.members(Self.fixed, of: target.properties)
            for item in try await EKSParts.pages(
                Self.reading.list, scope.region, input, items: Self.reading.items, cloud)
            {
                let key = EC2Kind.members(["clusterName", "associationId"], of: item)
                let association = try await EKSParts.describe(
                    Self.reading.describe, scope.region, key, item: Self.reading.item, cloud)
                if let association { associations.append(association) }
            }
        } else {
            associations = try await EKSParts.things(Self.reading, scope, cloud)
        }
        return associations.map(Self.found)
    }

    private static func found(_ association: Value) -> Found {
        Found(
            physicalID: "\(association.text("clusterName") ?? "")/\(association.text("associationId") ?? "")",
            status: .ready, properties: EC2Kind.members(fixed + settings, of: association),
            attributes: EC2Kind.members(["associationId", "clusterName"], of: association)
                .merging(["arn": association["associationArn"] ?? .null]),
            tags: IdentityTags.parse(map: association["tags"]))
    }

    func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        var named = target
        // By its id alone: the properties would be those of another one.
        named.properties = [:]
        return try await EKSParts.things(Self.reading, .one(named), cloud).first.map(Self.found)
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            EKSParts.service, "CreatePodIdentityAssociation", target.region,
            EKSParts.creation(target, Self.fixed + Self.settings))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EKSParts.updateTags(target, found, cloud) }
        let changed = differences.filter(Self.settings.contains)
        guard !changed.isEmpty else { return }
        try await cloud.call(
            EKSParts.service, "UpdatePodIdentityAssociation", target.region,
            key(found).merging(EC2Kind.members(changed, of: target.properties)))
    }

    private func key(_ found: Found) -> Value {
        EC2Kind.members(["clusterName", "associationId"], of: found.attributes)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(EKSParts.service, "DeletePodIdentityAssociation", target.region, key(found))
    }

    func waitReason(for error: AWSError) -> String? { EKSParts.waitReason(for: error) }
}
