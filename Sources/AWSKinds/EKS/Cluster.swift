import CloudCalls
import Providers
import Resources
import Values

/// A control plane. Properties have the API's own names; EKS makes one change at a time, so each look sends one.
///
/// Source: EKS API reference, `CreateCluster`, `UpdateClusterConfig`, `UpdateClusterVersion`, `DeleteCluster`.
struct Cluster: KindDriver {
    /// Only used in the create call; DescribeCluster doesn't give it back.
    private static let bootstrap = "bootstrapClusterCreatorAdminPermissions"
    private static let plain = ["deletionProtection", "upgradePolicy", "zonalShiftConfig"]
    private static let members =
        [
            "name", "version", "roleArn", "resourcesVpcConfig", "kubernetesNetworkConfig", "logging", "accessConfig",
            "encryptionConfig", "bootstrapSelfManagedAddons",
        ] + plain

    let schema = KindSchema(
        kind: "AWS::EKS::Cluster", service: EKSParts.service, identity: .name(property: "name", limit: 100),
        rules: [
            PropertyRule("name", .replaces), PropertyRule("roleArn", .replaces),
            PropertyRule("kubernetesNetworkConfig", .replaces), PropertyRule("encryptionConfig", .replaces),
            PropertyRule("bootstrapSelfManagedAddons", .movedByOthers), PropertyRule(bootstrap, .movedByOthers),
            PropertyRule("version", .neverLowered),
            PropertyRule("version", .interrupts("the API server answers some calls with errors; pods go on")),
        ],
        durations: ExpectedDurations(
            create: .minutes(10), update: .minutes(3), delete: .minutes(7), deadline: .minutes(75)))
    let calls = KindCalls(
        reads: ["ListClusters", "DescribeCluster"],
        changes: [
            "CreateCluster", "UpdateClusterConfig", "UpdateClusterVersion", "DescribeUpdate", "TagResource",
            "UntagResource",
        ],
        deletes: ["UpdateClusterConfig", "DeleteCluster"],
        alsoNeeded: ["iam:CreateServiceLinkedRole", "iam:PassRole", "kms:CreateGrant", "kms:DescribeKey"])

    func normalized(_ properties: Value) -> Value {
        var form = properties
        if let config = form["resourcesVpcConfig"] { form["resourcesVpcConfig"] = ClusterForm.network(config) }
        if let setting = form["logging"] { form["logging"] = ClusterForm.logging(setting) }
        if let config = form["kubernetesNetworkConfig"] {
            form["kubernetesNetworkConfig"] = ClusterForm.addresses(config)
        }
        if let access = form["accessConfig"] {
            form[Self.bootstrap] = access[Self.bootstrap] ?? form[Self.bootstrap]
            form["accessConfig"] = EC2Kind.members(["authenticationMode"], of: access)
        }
        return form
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        switch scope {
        case .platform(let platform, let region):
            return try await EKSParts.clusters(of: platform, region, cloud).map { found($0) }
        case .one(let target):
            let name = target.properties["name"] ?? .string(target.physicalID)
            let cluster = try await EKSParts.describe(
                "DescribeCluster", scope.region, ["name": name], item: "cluster", cloud)
            return cluster.map { [found($0)] } ?? []
        }
    }

    private func found(_ cluster: Value) -> Found {
        let properties = normalized(EC2Kind.members(Self.members, of: cluster))
        var attributes = EC2Kind.members(["name", "arn", "endpoint", "version"], of: cluster)
        attributes["certificateAuthority.data"] = cluster["certificateAuthority"]?["data"]
        attributes["clusterSecurityGroupId"] = cluster["resourcesVpcConfig"]?["clusterSecurityGroupId"]
        attributes["vpcId"] = cluster["resourcesVpcConfig"]?["vpcId"]
        attributes["identity.oidc.issuer"] = cluster["identity"]?["oidc"]?["issuer"]
        return Found(
            physicalID: cluster.text("name") ?? "", status: EKSParts.status(cluster), properties: properties,
            attributes: attributes, tags: IdentityTags.parse(map: cluster["tags"]))
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EKSParts.creation(target, Self.members)
        if let setting = input["logging"] { input["logging"] = ClusterForm.loggingInput(setting) }
        if let permissions = target.properties[Self.bootstrap] {
            input["accessConfig"] = (input["accessConfig"] ?? [:]).merging([Self.bootstrap: permissions])
        }
        try await cloud.call(EKSParts.service, "CreateCluster", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("Tags") { try await EKSParts.updateTags(target, found, cloud) }
        let name: Value = ["name": .string(found.physicalID)]
        if let change = configChange(target, found, differences) {
            try await EKSParts.beginUpdate(
                "UpdateClusterConfig", target, name.merging(change), owner: name, cloud)
        } else if differences.contains("version"), let wanted = target.properties.text("version") {
            let next = ClusterForm.nextVersion(from: found.properties.text("version") ?? "", to: wanted)
            try await EKSParts.beginUpdate(
                "UpdateClusterVersion", target, name.merging(["version": .string(next)]), owner: name, cloud)
        }
    }

    /// The first setting that differs; a call may change only one of them.
    private func configChange(_ target: Target, _ found: Found, _ differences: [String]) -> Value? {
        for name in Self.plain + ["accessConfig"] where differences.contains(name) {
            return EC2Kind.members([name], of: target.properties)
        }
        if differences.contains("logging"), let setting = target.properties["logging"] {
            return ["logging": ClusterForm.loggingInput(setting)]
        }
        guard differences.contains("resourcesVpcConfig"), let wanted = target.properties["resourcesVpcConfig"] else {
            return nil
        }
        let present = found.properties["resourcesVpcConfig"]
        let groups = [ClusterForm.endpointMembers, ClusterForm.placeMembers]
        let changed = groups.first { names in names.contains { wanted[$0] != present?[$0] } }
        return changed.map { ["resourcesVpcConfig": EC2Kind.members($0, of: wanted)] }
    }

    /// Lifts the protection first; the next look deletes.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let name: Value = ["name": .string(found.physicalID)]
        if found.properties["deletionProtection"]?.flag == true {
            // What is under way may be the lifting itself, which AWS refuses to be asked for twice.
            if case .pending = found.status { return }
            do throws(AWSError) {
                try await cloud.call(
                    EKSParts.service, "UpdateClusterConfig", target.region, name.merging(["deletionProtection": false]))
                return
            } catch {
                // What was read may be older than our own last call; if it is not, the delete says so.
                guard error.code == "InvalidParameterException" else { throw error }
            }
        }
        try await cloud.call(EKSParts.service, "DeleteCluster", target.region, name)
    }

    func waitReason(for error: AWSError) -> String? { EKSParts.waitReason(for: error) }
}
