import CloudCalls
import Providers
import Resources
import Values

/// A managed node group. The desired size is only used when it is made, since autoscalers move it.
///
/// Source: EKS API reference, `CreateNodegroup`, `UpdateNodegroupConfig`, `UpdateNodegroupVersion`.
struct Nodegroup: KindDriver {
    private static let size = "desiredSize"
    private static let fixed = [
        "clusterName", "nodegroupName", "subnets", "instanceTypes", "amiType", "capacityType", "diskSize", "nodeRole",
    ]
    private static let settings = ["scalingConfig", "labels", "taints", "updateConfig", "nodeRepairConfig"]
    private static let versions = ["version", "releaseVersion", "launchTemplate"]
    private static let reading = EKSParts.Reading(
        list: "ListNodegroups", items: "nodegroups", describe: "DescribeNodegroup", name: "nodegroupName",
        item: "nodegroup")

    let schema = KindSchema(
        kind: "AWS::EKS::Nodegroup", service: EKSParts.service,
        identity: .name(property: "nodegroupName", limit: 63),
        rules: fixed.map { PropertyRule($0, .replaces) }
            + versions.map { PropertyRule($0, .interrupts("moves pods to new nodes, one node after another")) }
            + ["subnets", "taints"].map { PropertyRule($0, .unordered) } + [PropertyRule(size, .movedByOthers)],
        durations: ExpectedDurations(
            create: .minutes(4), update: .minutes(8), delete: .minutes(5), deadline: .minutes(45)))
    let calls = KindCalls(
        reads: ["ListClusters", "DescribeCluster", "ListNodegroups", "DescribeNodegroup"],
        changes: [
            "CreateNodegroup", "UpdateNodegroupConfig", "UpdateNodegroupVersion", "DescribeUpdate", "TagResource",
            "UntagResource",
        ],
        deletes: ["DeleteNodegroup"],
        // Whoever names a launch template must be allowed to launch with it (CreateNodegroup refuses it otherwise).
        alsoNeeded: ["ec2:CreateTags", "ec2:RunInstances", "iam:CreateServiceLinkedRole", "iam:PassRole"])

    func normalized(_ properties: Value) -> Value {
        var form = properties
        if let sizes = form["scalingConfig"] {
            form[Self.size] = sizes[Self.size] ?? form[Self.size]
            form["scalingConfig"] = EC2Kind.members(["minSize", "maxSize"], of: sizes)
        }
        if let template = form["launchTemplate"] {
            // EKS gives id, name and version back, whichever were named.
            var known = EC2Kind.members(template["id"] == nil ? ["name", "version"] : ["id", "version"], of: template)
            if let number = known.number("version") { known["version"] = .string(String(number)) }
            form["launchTemplate"] = known
        }
        return form
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        try await EKSParts.things(Self.reading, scope, cloud).map { group in
            let names = Self.fixed + Self.settings + Self.versions
            let properties = normalized(EC2Kind.members(names, of: group))
            let name = group.text("nodegroupName") ?? ""
            var attributes: Value = [
                "nodegroupName": .string(name), "clusterName": group["clusterName"] ?? .null,
                "arn": group["nodegroupArn"] ?? .null, "version": group["version"] ?? .null,
            ]
            attributes["autoScalingGroupName"] = group["resources"]?["autoScalingGroups"]?.elements.first?["name"]
            return Found(
                physicalID: "\(group.text("clusterName") ?? "")/\(name)",
                status: EKSParts.status(group, properties, scope), properties: properties, attributes: attributes,
                tags: IdentityTags.parse(map: group["tags"]))
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EKSParts.creation(target, Self.fixed + Self.settings + Self.versions)
        if let sizes = input["scalingConfig"] {
            let desired = target.properties[Self.size] ?? sizes["minSize"] ?? .null
            input["scalingConfig"] = sizes.merging([Self.size: desired])
        }
        try await cloud.call(EKSParts.service, "CreateNodegroup", target.region, input)
    }

    /// Settings first; the version follows when the group is active again.
    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EKSParts.updateTags(target, found, cloud) }
        guard let place = EKSParts.place(of: target, "nodegroupName") else { return }
        let group: Value = ["clusterName": .string(place.cluster), "nodegroupName": .string(place.name)]
        let owner: Value = ["name": .string(place.cluster), "nodegroupName": .string(place.name)]
        if differences.contains(where: Self.settings.contains) {
            try await EKSParts.beginUpdate(
                "UpdateNodegroupConfig", target, group.merging(settings(target, found, differences)), owner: owner,
                cloud)
        } else if differences.contains(where: Self.versions.contains) {
            let changed = EC2Kind.members(differences.filter(Self.versions.contains), of: target.properties)
            try await EKSParts.beginUpdate(
                "UpdateNodegroupVersion", target, group.merging(changed), owner: owner, cloud)
        }
    }

    private func settings(_ target: Target, _ found: Found, _ differences: [String]) -> Value {
        let wanted = target.properties
        var input = EC2Kind.members(
            differences.filter { ["updateConfig", "nodeRepairConfig"].contains($0) }, of: wanted)
        if differences.contains("scalingConfig"), let sizes = wanted["scalingConfig"] {
            // The present size stays as far as the new bounds allow.
            let present = found.properties.number(Self.size) ?? 0
            let size = min(max(present, sizes.number("minSize") ?? 0), sizes.number("maxSize") ?? present)
            input["scalingConfig"] = sizes.merging([Self.size: .int(size)])
        }
        if differences.contains("labels"), let labels = wanted["labels"] {
            let surplus = (found.properties["labels"]?.members.names ?? []).filter { labels[$0] == nil }
            input["labels"] = ["addOrUpdateLabels": labels, "removeLabels": .strings(surplus)]
        }
        if differences.contains("taints"), let taints = wanted["taints"]?.elements {
            let surplus = (found.properties["taints"]?.elements ?? []).filter { old in
                !taints.contains { $0["key"] == old["key"] && $0["effect"] == old["effect"] }
            }
            input["taints"] = ["addOrUpdateTaints": .list(taints), "removeTaints": .list(surplus)]
        }
        return input
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            EKSParts.service, "DeleteNodegroup", target.region,
            [
                "clusterName": found.properties["clusterName"] ?? .null,
                "nodegroupName": found.properties["nodegroupName"] ?? .null,
            ])
    }

    func waitReason(for error: AWSError) -> String? { EKSParts.waitReason(for: error) }
}
