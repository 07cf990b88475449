import CloudCalls
import Providers
import Resources
import Values

/// A database, or with `SourceDBInstanceIdentifier` a read replica of one: named by its identifier in the same region
/// and by its ARN in another, as AWS gives it back.
///
/// A version may be wanted by its major part only, since AWS moves minor ones itself.
/// Source: RDS API reference, `CreateDBInstance`, `CreateDBInstanceReadReplica`, `ModifyDBInstance`,
/// `DeleteDBInstance`, `RebootDBInstance`.
struct DatabaseInstance: KindDriver {
    let schema = KindSchema(
        kind: "AWS::RDS::DBInstance", service: "rds", identity: .name(property: "DBInstanceIdentifier", limit: 63),
        rules: [
            PropertyRule("DBInstanceIdentifier", .replaces), PropertyRule("Engine", .replaces),
            PropertyRule("MasterUsername", .replaces), PropertyRule("DBName", .replaces),
            PropertyRule("StorageEncrypted", .replaces), PropertyRule("KmsKeyId", .replaces),
            PropertyRule("DBSubnetGroupName", .replaces),
            PropertyRule("SourceDBInstanceIdentifier", .replaces),
            PropertyRule("SourceDBInstanceIdentifier", .emptied("PROMOTED: restarts, and never follows again")),
            PropertyRule("MasterUserPassword", .writeOnly),
            PropertyRule("DBParameterGroupName", .interrupts("REBOOTS, about 60 seconds")),
            PropertyRule("DBInstanceClass", .interrupts("FAILS OVER, about 60 seconds")),
            PropertyRule("EngineVersion", .interrupts("DOWN for minutes: its standby is upgraded with it")),
            PropertyRule("EngineVersion", .leadingVersion), PropertyRule("EngineVersion", .neverLowered),
            PropertyRule("AllocatedStorage", .onlyGrows),
            PropertyRule("VpcSecurityGroupIds", .unordered),
        ],
        durations: ExpectedDurations(create: .minutes(11), delete: .minutes(8), deadline: .minutes(60)),
        // A replica in another region waits for a snapshot and its copy, then catches up with the log.
        slowerCreates: ["SourceDBInstanceIdentifier": .minutes(27)],
        // A promotion restarts it, and then its backups begin.
        slowerUpdates: ["SourceDBInstanceIdentifier": .minutes(4)],
        holdsData: true, copyOf: "SourceDBInstanceIdentifier")
    let calls = KindCalls(
        reads: ["DescribeDBInstances", "DescribeDBSnapshots", "DescribeBlueGreenDeployments"],
        changes: [
            "PromoteReadReplica", "SwitchoverBlueGreenDeployment", "CreateDBInstance", "CreateDBInstanceReadReplica",
            "ModifyDBInstance",
            "RebootDBInstance", "AddTagsToResource", "RemoveTagsFromResource", "secretsmanager.GetSecretValue",
        ],
        deletes: ["ModifyDBInstance", "DeleteDBInstance"],
        alsoNeeded: ["iam:CreateServiceLinkedRole", "iam:PassRole", "kms:CreateGrant", "kms:DescribeKey"])

    private static let members = [
        "DBInstanceIdentifier", "Engine", "DBInstanceClass", "AllocatedStorage", "StorageType", "MultiAZ",
        "StorageEncrypted", "KmsKeyId", "DeletionProtection", "BackupRetentionPeriod", "MasterUsername",
        "PubliclyAccessible", "DBName", "CopyTagsToSnapshot", "AutoMinorVersionUpgrade", "EngineLifecycleSupport",
        "CACertificateIdentifier", "EngineVersion",
    ]

    /// What `CreateDBInstanceReadReplica` takes of what a blueprint may want. The rest is the source's, and can be
    /// changed only once the replica is there; that goes for PostgreSQL's parameter group too
    /// (terraform-provider-aws issue 38056).
    private static let replicaMembers = [
        "DBInstanceIdentifier", "SourceDBInstanceIdentifier", "DBInstanceClass", "AllocatedStorage", "StorageType",
        "Iops", "StorageThroughput", "MultiAZ", "AvailabilityZone", "Port", "PubliclyAccessible", "DBSubnetGroupName",
        "VpcSecurityGroupIds", "KmsKeyId", "DeletionProtection", "CopyTagsToSnapshot", "AutoMinorVersionUpgrade",
        "CACertificateIdentifier", "EnableCloudwatchLogsExports", "MaxAllocatedStorage", "MonitoringInterval",
        "MonitoringRoleArn", "EnablePerformanceInsights", "PerformanceInsightsKMSKeyId",
        "PerformanceInsightsRetentionPeriod", "EnableIAMDatabaseAuthentication", "NetworkType",
    ]

    /// For so long after its creation a database serves nobody yet, and may be rebooted without a word in the plan.
    private static let freshness = TimeSpan.hours(2)
    private static let waitsForReboot = ResourceObservation.Status.pending("its parameters wait for a reboot")

    func normalized(_ properties: Value) -> Value {
        DatabaseGroup.lowercased(
            [
                "DBInstanceIdentifier", "DBSubnetGroupName", "DBParameterGroupName", "SourceDBInstanceIdentifier",
            ], in: properties)
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
            // They have the tags of the database that they stand beside.
            if BlueGreenDeployment.isAside(instance.text("DBInstanceIdentifier") ?? "") { return nil }
            return Self.found(instance, tags, cloud.now)
        }
    }

    static func found(_ instance: Value, _ tags: [String: String], _ now: Instant) -> Found {
        var properties = EC2Kind.members(members, of: instance)
        properties["DBSubnetGroupName"] = instance["DBSubnetGroup"]?["DBSubnetGroupName"]
        let parameters = instance["DBParameterGroups"]?.elements.first
        properties["DBParameterGroupName"] = parameters?["DBParameterGroupName"]
        properties["ParameterApplyStatus"] = parameters?["ParameterApplyStatus"]
        properties["VpcSecurityGroupIds"] = .strings(
            (instance["VpcSecurityGroups"]?.elements ?? []).compactMap { $0.text("VpcSecurityGroupId") })
        // One that follows nobody says so: that is what a promotion wants.
        properties["SourceDBInstanceIdentifier"] = instance["ReadReplicaSourceDBInstanceIdentifier"] ?? ""
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
            physicalID: instance.text("DBInstanceIdentifier") ?? "", status: status(instance, now),
            properties: properties, attributes: attributes, tags: tags)
    }

    private static func status(_ instance: Value, _ now: Instant) -> ResourceObservation.Status {
        let word = instance.text("DBInstanceStatus") ?? "unknown"
        switch word {
        case "available": return status(ofAvailable: instance, now)
        case "deleting": return .deleting
        // What AWS can't mend, and deletes only without a final snapshot (API reference, `DeleteDBInstance`). Others,
        // a full disk for one, are worth waiting for: a failed one is replaced, and its data would be lost.
        case "failed", "incompatible-restore", "incompatible-network": return .failed("AWS says that it is \(word).")
        default: return .pending("AWS says that it is \(word)")
        }
    }

    private static func status(ofAvailable instance: Value, _ now: Instant) -> ResourceObservation.Status {
        let pending = instance["PendingModifiedValues"]?.members.map(\.name) ?? []
        guard pending.isEmpty else {
            return .pending("AWS is about to change \(pending.sorted().joined(separator: ", "))")
        }
        if instance.text("ReadReplicaSourceDBInstanceIdentifier") != nil {
            // A broken replication does not make it failed either: it may hold the last copy of the data.
            let replication = instance["StatusInfos"]?.elements.first { $0.text("StatusType") == "read replication" }
            let word = replication?.text("Status") ?? "not begun"
            guard word == "replicating" else { return .pending("its replication is \(word)") }
        }
        let parameters = instance["DBParameterGroups"]?.elements.first
        let createdAt = instance.text("InstanceCreateTime").flatMap { Instant(timestamp: $0) }
        let isFresh = createdAt.map { now - $0 < freshness } ?? false
        return parameters?.text("ParameterApplyStatus") == "pending-reboot" && isFresh ? waitsForReboot : .ready
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
        let tags: Value = ["Tags": IdentityTags.list(for: target)]
        guard let source = target.properties.text("SourceDBInstanceIdentifier"), !source.isEmpty else {
            let input = try await input(target.properties, cloud)
            try await cloud.call("rds", "CreateDBInstance", target.region, input.merging(tags))
            return
        }
        var input = EC2Kind.members(Self.replicaMembers, of: target.properties)
        // In its source's region a replica has its source's key, and none may be named.
        if !source.hasPrefix("arn:") { input["KmsKeyId"] = nil }
        try await cloud.call("rds", "CreateDBInstanceReadReplica", target.region, input.merging(tags))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        if differences.contains("SourceDBInstanceIdentifier") {
            // What else differs is changed once it is available again.
            var input: Value = ["DBInstanceIdentifier": .string(found.physicalID)]
            input["BackupRetentionPeriod"] = target.properties["BackupRetentionPeriod"]
            try await cloud.call("rds", "PromoteReadReplica", target.region, input)
            return
        }
        let changed = differences.filter { $0 != "Tags" }
        if changed.contains("EngineVersion"), try await BlueGreenDeployment.takesOver(target, found, cloud) { return }
        if !changed.isEmpty {
            var input = EC2Kind.members(changed, of: target.properties)
            input["DBInstanceIdentifier"] = .string(found.physicalID)
            input["ApplyImmediately"] = true
            if changed.contains("EngineVersion") { input["AllowMajorVersionUpgrade"] = true }
            try await cloud.call("rds", "ModifyDBInstance", target.region, input)
        }
        if differences.contains("Tags") { try await DatabaseGroup.updateTags(target, found, cloud) }
    }

    /// Static parameters take effect at a reboot, which never comes by itself. A fresh database gets it at once, a
    /// serving one only when the plan announced it with the change of its parameter group.
    func complete(_ operation: Operation, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) -> String? {
        guard found.properties.text("ParameterApplyStatus") == "pending-reboot" else { return nil }
        let isAnnounced =
            operation.action == .create
            || operation.plannedChanges.contains { $0.property == "DBParameterGroupName" }
        guard found.status == Self.waitsForReboot || (found.status == .ready && isAnnounced) else { return nil }
        try await cloud.call(
            "rds", "RebootDBInstance", operation.target.region, ["DBInstanceIdentifier": .string(found.physicalID)])
        return "it reboots, so that its parameters take effect"
    }

    /// Lifts the protection first; the next look deletes and leaves a final snapshot, which replicas and what has failed
    /// can't have.
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await Self.delete(found, in: target.region, cloud)
    }

    static func delete(_ found: Found, in region: String, _ cloud: CloudAccess) async throws(AWSError) {
        var input: Value = ["DBInstanceIdentifier": .string(found.physicalID)]
        if found.properties["DeletionProtection"]?.flag == true {
            input["DeletionProtection"] = false
            input["ApplyImmediately"] = true
            try await cloud.call("rds", "ModifyDBInstance", region, input)
            return
        }
        var canLeaveSnapshot = found.properties.text("SourceDBInstanceIdentifier")?.isEmpty ?? true
        if case .failed = found.status { canLeaveSnapshot = false }
        if canLeaveSnapshot {
            input["FinalDBSnapshotIdentifier"] = .string(
                "\(found.physicalID)-final-\(cloud.now.milliseconds / 1000)")
        } else {
            input["SkipFinalSnapshot"] = true
        }
        try await cloud.call("rds", "DeleteDBInstance", region, input)
    }

    /// Final snapshots carry the instance's tags, since the blueprint copies them.
    func leftovers(
        of platform: String, region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Leftover] {
        let snapshots = try await cloud.pages(
            "rds", "DescribeDBSnapshots", region, ["SnapshotType": "manual"], items: "DBSnapshots", marker: "Marker",
            next: "Marker")
        return snapshots.compactMap { snapshot in
            guard IdentityTags.parse(snapshot["TagList"])[IdentityTags.platform] == platform else { return nil }
            let size = snapshot.number("AllocatedStorage").map { "of \($0) GiB, " } ?? ""
            return Leftover(
                kind: "AWS::RDS::DBSnapshot", region: region, physicalID: snapshot.text("DBSnapshotIdentifier") ?? "",
                endsAt: nil, keyID: snapshot.text("KmsKeyId"),
                note: "final snapshot \(size)billed by the GiB-month until you delete it")
        }
    }
}
