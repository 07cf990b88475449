import CloudCalls
import Providers
import Resources
import Values

/// A database. Versions are compared by their major part, since AWS moves minor ones itself.
///
/// Source: RDS API reference, `CreateDBInstance`, `ModifyDBInstance`, `DeleteDBInstance`.
struct DatabaseInstance: KindDriver {
    let schema = KindSchema(
        kind: "AWS::RDS::DBInstance", service: "rds", identity: .name(property: "DBInstanceIdentifier", limit: 63),
        rules: [
            PropertyRule("DBInstanceIdentifier", .replaces), PropertyRule("Engine", .replaces),
            PropertyRule("MasterUsername", .replaces), PropertyRule("DBName", .replaces),
            PropertyRule("StorageEncrypted", .replaces), PropertyRule("KmsKeyId", .replaces),
            PropertyRule("DBSubnetGroupName", .replaces), PropertyRule("MasterUserPassword", .writeOnly),
            PropertyRule("DBInstanceClass", .interrupts("FAILS OVER, about 60 seconds")),
            PropertyRule("EngineVersion", .interrupts("FAILS OVER, about 60 seconds")),
            PropertyRule("VpcSecurityGroupIds", .unordered),
        ],
        durations: ExpectedDurations(create: .minutes(11), delete: .minutes(8), deadline: .minutes(60)),
        holdsData: true)

    private static let members = [
        "DBInstanceIdentifier", "Engine", "DBInstanceClass", "AllocatedStorage", "StorageType", "MultiAZ",
        "StorageEncrypted", "KmsKeyId", "DeletionProtection", "BackupRetentionPeriod", "MasterUsername",
        "PubliclyAccessible", "DBName", "CopyTagsToSnapshot", "AutoMinorVersionUpgrade", "EngineLifecycleSupport",
        "CACertificateIdentifier",
    ]

    private static func major(_ version: String) -> Value {
        .string(String(version.prefix { $0 != "." }))
    }

    func normalized(_ properties: Value) -> Value {
        var properties = DatabaseGroup.lowercased(
            ["DBInstanceIdentifier", "DBSubnetGroupName", "DBParameterGroupName"], in: properties)
        if let version = properties.text("EngineVersion") { properties["EngineVersion"] = Self.major(version) }
        return properties
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope {
            let name = target.properties.text("DBInstanceIdentifier") ?? target.physicalID
            input["DBInstanceIdentifier"] = .string(name.lowercased())
        }
        return try await cloud.pages(
            "rds", "DescribeDBInstances", scope.region, input, items: "DBInstances", marker: "Marker", next: "Marker"
        ).compactMap { instance in
            let tags = IdentityTags.parse(instance["TagList"])
            if case .platform(let platform, _) = scope, tags[IdentityTags.platform] != platform { return nil }
            return Self.found(instance, tags)
        }
    }

    private static func found(_ instance: Value, _ tags: [String: String]) -> Found {
        var properties = EC2Kind.members(members, of: instance)
        properties["EngineVersion"] = instance.text("EngineVersion").map(major)
        properties["DBSubnetGroupName"] = instance["DBSubnetGroup"]?["DBSubnetGroupName"]
        properties["DBParameterGroupName"] = instance["DBParameterGroups"]?.elements.first?["DBParameterGroupName"]
        properties["VpcSecurityGroupIds"] = .strings(
            (instance["VpcSecurityGroups"]?.elements ?? []).compactMap { $0.text("VpcSecurityGroupId") })
        let source = instance["ReadReplicaSourceDBInstanceIdentifier"]
        properties["SourceDBInstanceIdentifier"] = source
        var attributes: Value = [
            "DBInstanceIdentifier": instance["DBInstanceIdentifier"] ?? .null,
            "Arn": instance["DBInstanceArn"] ?? .null, "DBInstanceArn": instance["DBInstanceArn"] ?? .null,
        ]
        if let endpoint = instance["Endpoint"] {
            attributes["Endpoint"] = endpoint
            attributes["Endpoint.Address"] = endpoint["Address"]
            attributes["Endpoint.Port"] = endpoint["Port"]
        }
        return Found(
            physicalID: instance.text("DBInstanceIdentifier") ?? "", status: status(instance), properties: properties,
            attributes: attributes, tags: tags)
    }

    private static func status(_ instance: Value) -> ResourceObservation.Status {
        let word = instance.text("DBInstanceStatus") ?? "unknown"
        switch word {
        case "available":
            let pending = instance["PendingModifiedValues"]?.members.map(\.name) ?? []
            return pending.isEmpty
                ? .ready : .pending("AWS is about to change \(pending.sorted().joined(separator: ", "))")
        case "deleting": return .deleting
        case "failed", "storage-full": return .failed("AWS says that it is \(word).")
        default:
            return word.hasPrefix("incompatible-")
                ? .failed("AWS says that it is \(word).") : .pending("AWS says that it is \(word)")
        }
    }

    /// The desired properties with the password's text in place of its reference.
    private func input(_ properties: Value, _ cloud: CloudAccess) async throws(AWSError) -> Value {
        var input = properties
        if case .secret(let reference)? = properties["MasterUserPassword"] {
            input["MasterUserPassword"] = .sensitive(try await cloud.secret(reference))
        }
        return input
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        let isReplica = target.properties["SourceDBInstanceIdentifier"] != nil
        let input = try await input(target.properties, cloud)
        try await cloud.call(
            "rds", isReplica ? "CreateDBInstanceReadReplica" : "CreateDBInstance", target.region,
            input.merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let changed = differences.filter { $0 != "Tags" }
        if !changed.isEmpty {
            var input = EC2Kind.members(changed, of: target.properties)
            input["DBInstanceIdentifier"] = .string(found.physicalID)
            input["ApplyImmediately"] = true
            if changed.contains("EngineVersion") { input["AllowMajorVersionUpgrade"] = true }
            try await cloud.call("rds", "ModifyDBInstance", target.region, input)
        }
        if differences.contains("Tags") { try await DatabaseGroup.updateTags(target, found, cloud) }
    }

    /// Lifts the protection first; the next look deletes and leaves a final snapshot, which replicas can't have.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        var input: Value = ["DBInstanceIdentifier": .string(found.physicalID)]
        if found.properties["DeletionProtection"]?.flag == true {
            input["DeletionProtection"] = false
            input["ApplyImmediately"] = true
            try await cloud.call("rds", "ModifyDBInstance", target.region, input)
            return
        }
        if found.properties["SourceDBInstanceIdentifier"] != nil {
            input["SkipFinalSnapshot"] = true
        } else {
            input["FinalDBSnapshotIdentifier"] = .string(
                "\(found.physicalID)-final-\(cloud.now.milliseconds / 1000)")
        }
        try await cloud.call("rds", "DeleteDBInstance", target.region, input)
    }
}
