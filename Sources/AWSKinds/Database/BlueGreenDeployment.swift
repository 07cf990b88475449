import CloudCalls
import Providers
import Resources
import Values

/// A copy of a database in another major version that follows it by logical replication, until it takes its place.
///
/// It takes over by a change of the database itself (`takesOver`). Its delete takes the copy along while that has not
/// happened, and afterwards the old database, of which a final snapshot stays. The old one goes first: with the deployment
/// ends its protection from writes.
/// Source: RDS API reference, `CreateBlueGreenDeployment`, `SwitchoverBlueGreenDeployment`, `DeleteBlueGreenDeployment`;
/// RDS user guide, "Switching a blue/green deployment", "Deleting a blue/green deployment".
struct BlueGreenDeployment: KindDriver {
    let schema = KindSchema(
        kind: "AWS::RDS::BlueGreenDeployment", service: "rds",
        identity: .name(property: "BlueGreenDeploymentName", limit: 60),
        rules: [
            PropertyRule("BlueGreenDeploymentName", .replaces), PropertyRule("Source", .replaces),
            PropertyRule("TargetEngineVersion", .replaces), PropertyRule("TargetEngineVersion", .leadingVersion),
            PropertyRule("TargetDBParameterGroupName", .replaces),
        ],
        durations: ExpectedDurations(create: .minutes(30), delete: .minutes(7), deadline: .hours(6)))
    let calls = KindCalls(
        reads: ["DescribeBlueGreenDeployments", "DescribeDBInstances"],
        changes: ["CreateBlueGreenDeployment", "AddTagsToResource", "RemoveTagsFromResource"],
        deletes: ["DeleteBlueGreenDeployment", "ModifyDBInstance", "DeleteDBInstance"],
        alsoNeeded: [
            "rds:CreateDBInstanceReadReplica", "rds:PromoteReadReplica", "rds:ModifyDBInstance",
            "rds:AddTagsToResource",
        ])

    /// A switchover that takes longer is taken back by AWS; meanwhile nobody gets through.
    private static let timeout = 60

    /// Whether AWS gives such a name to what stands beside the database that people use: `NAME-green-abc123` before the
    /// switchover, `NAME-old1` after it. None of ours ends so.
    static func isAside(_ name: String) -> Bool {
        let parts = name.split(separator: "-")
        guard let last = parts.last, parts.count > 1 else { return false }
        if last.hasPrefix("old"), Int(last.dropFirst(3)) != nil { return true }
        return parts.count > 2 && parts[parts.count - 2] == "green"
    }

    func normalized(_ properties: Value) -> Value {
        DatabaseGroup.lowercased(["TargetDBParameterGroupName"], in: properties)
    }

    // MARK: Looking

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope, let name = target.properties["BlueGreenDeploymentName"] {
            input["Filters"] = [["Name": "blue-green-deployment-name", "Values": [name]]]
        }
        let deployments = try await cloud.pages(
            "rds", "DescribeBlueGreenDeployments", scope.region, input, items: "BlueGreenDeployments",
            marker: "Marker", next: "Marker")
        var found: [Found] = []
        for deployment in deployments {
            let tags = IdentityTags.parse(deployment["TagList"])
            if case .platform(let platform, _) = scope, tags[IdentityTags.platform] != platform { continue }
            found.append(try await Self.found(deployment, tags, scope.region, cloud))
        }
        return found
    }

    private static func found(
        _ deployment: Value, _ tags: [String: String], _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Found {
        let word = deployment.text("Status") ?? "unknown"
        let isSwitched = word == "SWITCHOVER_COMPLETED"
        var properties: Value = ["BlueGreenDeploymentName": deployment["BlueGreenDeploymentName"] ?? .null]
        // What took over has the name that the source had; on the way names are nobody's.
        if ["PROVISIONING", "AVAILABLE"].contains(word) || isSwitched {
            properties["Source"] = deployment[isSwitched ? "Target" : "Source"]
        }
        if word == "AVAILABLE" || isSwitched,
            let copy = try await instance(named(deployment, "Target"), region, cloud)
        {
            properties["TargetEngineVersion"] = copy["EngineVersion"]
            properties["TargetDBParameterGroupName"] =
                copy["DBParameterGroups"]?.elements.first?["DBParameterGroupName"]
        }
        return Found(
            physicalID: deployment.text("BlueGreenDeploymentIdentifier") ?? "", status: status(deployment),
            properties: properties,
            attributes: [
                "BlueGreenDeploymentIdentifier": deployment["BlueGreenDeploymentIdentifier"] ?? .null,
                "Status": .string(word), "Target": deployment["Target"] ?? .null,
                "Source": deployment["Source"] ?? .null,
            ], tags: tags)
    }

    private static func status(_ deployment: Value) -> ResourceObservation.Status {
        let word = deployment.text("Status") ?? "unknown"
        switch word {
        case "AVAILABLE", "SWITCHOVER_COMPLETED": return .ready
        case "DELETING": return .deleting
        case "INVALID_CONFIGURATION", "SWITCHOVER_FAILED":
            return .failed("AWS says that it is \(word). \(deployment.text("StatusDetails") ?? "")")
        default: return .pending("AWS says that it is \(word)")
        }
    }

    /// The identifier in the ARN of a member.
    private static func named(_ deployment: Value, _ member: String) -> String {
        deployment.text(member)?.split(separator: ":").last.map(String.init) ?? ""
    }

    private static func instance(
        _ name: String, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> Value? {
        try await cloud.pages(
            "rds", "DescribeDBInstances", region, [:], items: "DBInstances", marker: "Marker", next: "Marker"
        ).first { $0.text("DBInstanceIdentifier") == name }
    }

    // MARK: Changing

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "rds", "CreateBlueGreenDeployment", target.region,
            target.properties.merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        guard differences.contains("Tags") else { return }
        let arn = "arn:aws:rds:\(target.region):\(cloud.account):deployment:\(found.physicalID)"
        try await TagUpdates.update(
            target, found, cloud, service: "rds", tag: "AddTagsToResource", untag: "RemoveTagsFromResource",
            id: ["ResourceName": .string(arn)])
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        let isSwitched = found.attributes["Status"] == "SWITCHOVER_COMPLETED"
        // Before: the copy, which must not be protected. After: the database that was left.
        let name = Self.named(found.attributes, isSwitched ? "Source" : "Target")
        if let instance = try await Self.instance(name, target.region, cloud) {
            let beside = DatabaseInstance.found(instance, [:], cloud.now)
            let isProtected = beside.properties["DeletionProtection"]?.flag == true
            if isSwitched || isProtected {
                if beside.status != .deleting { try await DatabaseInstance.delete(beside, in: target.region, cloud) }
                return
            }
        }
        var input: Value = ["BlueGreenDeploymentIdentifier": .string(found.physicalID)]
        if !isSwitched { input["DeleteTarget"] = true }
        try await cloud.call("rds", "DeleteBlueGreenDeployment", target.region, input)
    }

    /// Has the copy of a database take its place when another major version is wanted. In place that is never done: nobody
    /// was told how long the database would be down.
    ///
    /// What AWS has taken back, since it took too long, is tried again at the next look.
    /// - Returns: whether that is how the database changes; false for one that is changed in place.
    static func takesOver(
        _ database: Target, _ found: Found, _ cloud: CloudAccess
    ) async throws(AWSError) -> Bool {
        guard let arn = found.attributes.text("DBInstanceArn"),
            let wanted = database.properties.text("EngineVersion"),
            VersionNumbers.major(wanted) != VersionNumbers.major(found.properties.text("EngineVersion") ?? "")
        else { return false }
        let deployments =
            try await cloud.read(
                "rds", "DescribeBlueGreenDeployments", database.region,
                ["Filters": [["Name": "source", "Values": [.string(arn)]]]])["BlueGreenDeployments"]?.elements ?? []
        guard let deployment = deployments.first else {
            throw AWSError(
                "Provider.NoCopy",
                "It has no copy in the version \(wanted) that could take its place, and in place it would be down for long."
            )
        }
        guard deployment.text("Status") == "AVAILABLE" else {
            if case .failed(let reason) = status(deployment) {
                throw AWSError("Provider.SwitchoverFailed", "Its copy can't take over. \(reason)")
            }
            return true
        }
        let copy = try await instance(named(deployment, "Target"), database.region, cloud)
        let version = copy?.text("EngineVersion") ?? ""
        guard VersionNumbers.major(version) == VersionNumbers.major(wanted) else {
            throw AWSError("Provider.OtherVersion", "Its copy has the version \(version), and \(wanted) is wanted.")
        }
        try await cloud.call(
            "rds", "SwitchoverBlueGreenDeployment", database.region,
            [
                "BlueGreenDeploymentIdentifier": deployment["BlueGreenDeploymentIdentifier"] ?? .null,
                "SwitchoverTimeout": .int(timeout),
            ])
        return true
    }
}
