import CloudCalls
import Documents
import Providers
import Resources
import Values

/// An add-on. `configurationValues` is JSON, as a text or as an object.
///
/// EKS never moves an add-on with its cluster. kube-proxy's versions are Kubernetes' own, so that `kubernetesVersion` may be
/// wanted of it: then it gets the version that EKS takes for such a cluster.
/// Source: EKS API reference, `CreateAddon`, `UpdateAddon`, `DescribeAddonVersions`, `DeleteAddon`; EKS user guide, "Update
/// existing cluster to new Kubernetes version", on add-ons.
struct Addon: KindDriver {
    private static let settings = ["addonVersion", "serviceAccountRoleArn", "configurationValues"]
    private static let members = ["clusterName", "addonName", "namespaceConfig"] + settings
    private static let cluster = "kubernetesVersion"
    /// DescribeAddon doesn't give these back as they were put in.
    private static let inputs = ["resolveConflicts", "podIdentityAssociations"]
    private static let reading = EKSParts.Reading(
        list: "ListAddons", items: "addons", describe: "DescribeAddon", name: "addonName", item: "addon")

    let schema = KindSchema(
        kind: "AWS::EKS::Addon", service: EKSParts.service, identity: .tags,
        rules: ["clusterName", "addonName", "namespaceConfig"].map { PropertyRule($0, .replaces) }
            + inputs.map { PropertyRule($0, .movedByOthers) },
        durations: ExpectedDurations(
            create: .seconds(60), update: .seconds(60), delete: .seconds(30), deadline: .minutes(20)))
    let calls = KindCalls(
        reads: ["ListClusters", "DescribeCluster", "ListAddons", "DescribeAddon"],
        changes: [
            "CreateAddon", "UpdateAddon", "DescribeAddonVersions", "DescribeUpdate", "TagResource", "UntagResource",
        ],
        deletes: ["DeleteAddon"])

    func normalized(_ properties: Value) -> Value {
        var form = properties
        switch form["configurationValues"] {
        case .object(let members)?: form["configurationValues"] = .string(JSON.text(of: .object(members)))
        case .string(let text)?:
            // A text that is no JSON stays as it is; EKS will say so.
            if let value = try? JSON.value(from: text) { form["configurationValues"] = .string(JSON.text(of: value)) }
        default: break
        }
        return form
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await EKSParts.things(Self.reading, scope, cloud).map { addon in
            var properties = normalized(EC2Kind.members(Self.members, of: addon))
            if addon.text("addonName") == "kube-proxy" { properties[Self.cluster] = Self.minor(addon["addonVersion"]) }
            let attributes = EC2Kind.members(["addonName", "clusterName", "addonVersion"], of: addon)
            return Found(
                physicalID: "\(addon.text("clusterName") ?? "")/\(addon.text("addonName") ?? "")",
                status: EKSParts.status(addon, properties, scope), properties: properties,
                attributes: attributes.merging(["arn": addon["addonArn"] ?? .null]),
                tags: IdentityTags.parse(map: addon["tags"]))
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            EKSParts.service, "CreateAddon", target.region, EKSParts.creation(target, Self.members + Self.inputs))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EKSParts.updateTags(target, found, cloud) }
        guard differences.contains(where: { Self.settings.contains($0) || $0 == Self.cluster }) else { return }
        // What a request leaves out of these goes back to its default (UpdateAddon), so all are sent.
        let names = ["clusterName", "addonName"] + Self.settings + Self.inputs
        var input = EC2Kind.members(names, of: target.properties)
        if differences.contains(Self.cluster) { input["addonVersion"] = try await standard(target, cloud) }
        try await cloud.call(EKSParts.service, "UpdateAddon", target.region, input)
    }

    /// The version that EKS takes for a cluster of the wanted version.
    private func standard(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Value {
        let addons = try await cloud.read(
            EKSParts.service, "DescribeAddonVersions", target.region,
            [
                "addonName": target.properties["addonName"] ?? .null,
                "kubernetesVersion": target.properties[Self.cluster] ?? .null,
            ])["addons"]
        let versions = addons?.elements.first?["addonVersions"]?.elements ?? []
        let chosen = versions.first { version in
            version["compatibilities"]?.elements.contains { $0["defaultVersion"]?.flag == true } == true
        }
        return (chosen ?? versions.first)?["addonVersion"] ?? .null
    }

    /// `1.36` of `v1.36.0-eksbuild.1`.
    private static func minor(_ version: Value?) -> Value {
        let parts = (version?.text ?? "").drop { $0 == "v" }.split(separator: ".").prefix(2)
        return .string(parts.joined(separator: "."))
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            EKSParts.service, "DeleteAddon", target.region,
            EC2Kind.members(["clusterName", "addonName"], of: found.properties))
    }

    func waitReason(for error: AWSError) -> String? { EKSParts.waitReason(for: error) }
}
