import CloudCalls
import Values

extension DatabaseInstances {
    /// The members of `CreateDBInstanceReadReplica` that PostgreSQL can have; clients refuse any other before they call.
    private static let replicaMembers: Set<String> = [
        "AllocatedStorage", "AutoMinorVersionUpgrade", "AvailabilityZone", "CACertificateIdentifier",
        "CopyTagsToSnapshot", "DBInstanceClass", "DBInstanceIdentifier", "DBParameterGroupName", "DBSubnetGroupName",
        "DedicatedLogVolume", "DeletionProtection", "EnableCloudwatchLogsExports", "EnableIAMDatabaseAuthentication",
        "EnablePerformanceInsights", "Iops", "KmsKeyId", "MaxAllocatedStorage", "MonitoringInterval",
        "MonitoringRoleArn", "MultiAZ", "NetworkType", "OptionGroupName", "PerformanceInsightsKMSKeyId",
        "PerformanceInsightsRetentionPeriod", "Port", "PreSignedUrl", "PubliclyAccessible",
        "SourceDBInstanceIdentifier", "StorageThroughput", "StorageType", "Tags", "UpgradeStorageConfig",
        "VpcSecurityGroupIds",
    ]

    private static func checkReplica(
        _ source: CloudObject, _ call: Call
    ) throws(AWSError) {
        if let unknown = call.input.members.first(where: { !replicaMembers.contains($0.name) }) {
            throw AWSError("ValidationError", "Unknown parameter in input: \"\(unknown.name)\".")
        }
        guard source.status == "available", source.attributes.number("BackupRetentionPeriod") ?? 0 > 0 else {
            throw AWSError("InvalidDBInstanceState", "The source must be available with automated backups enabled.")
        }
        // The message as terraform-provider-aws issue 38056 quotes it.
        guard call.input["DBParameterGroupName"] == nil else {
            throw AWSError(
                "InvalidParameterCombination",
                "A parameter group can't be specified during Read Replica creation for the following DB engine: "
                    + (source.attributes.text("Engine") ?? ""))
        }
        guard (source.attributes["ReadReplicaDBInstanceIdentifiers"]?.elements.count ?? 0) < 15 else {
            throw AWSError("InstanceQuotaExceeded", "The source has 15 read replicas already.")
        }
        let isEncrypted = source.attributes["StorageEncrypted"]?.flag == true
        if source.region != call.region, isEncrypted, call.input["KmsKeyId"] == nil {
            throw AWSError("InvalidParameterCombination", "KmsKeyId is needed for an encrypted cross-region replica.")
        }
        if let key = call.input.text("KmsKeyId") {
            guard isEncrypted else {
                throw AWSError("InvalidParameterCombination", "The source is not encrypted.")
            }
            let parts = key.components(":")
            guard parts.count < 6 || parts[3] == call.region else {
                throw AWSError("KMSKeyNotAccessibleFault", "The key \(key) is not in \(call.region).")
            }
        }
    }

    @Sendable static func createReplica(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("DBInstanceIdentifier").lowercased()
        guard cloud.object(RDS.instance, call.region, name) == nil else {
            throw AWSError("DBInstanceAlreadyExists", "DB instance already exists")
        }
        let given = try call.required("SourceDBInstanceIdentifier")
        let parts = given.components(":")
        let region = parts.count >= 7 ? parts[3] : call.region
        guard let source = cloud.object(RDS.instance, region, parts.count >= 7 ? parts[6] : given) else {
            throw AWSError("DBInstanceNotFound", "The source instance could not be found: \(given)")
        }
        try checkReplica(source, call)
        try checkGroups(call, cloud)
        let key = insert(
            name, call, &cloud, source: source, version: source.attributes.text("EngineVersion") ?? "17.10")
        let replica = region == call.region ? Value.string(name) : cloud.objects[key]?.attributes["DBInstanceArn"] ?? ""
        cloud.update(source.key) {
            $0.attributes["ReadReplicaDBInstanceIdentifiers"] = .list(
                ($0.attributes["ReadReplicaDBInstanceIdentifiers"]?.elements ?? []) + [replica])
        }
        let span = TimeSpan.seconds(region == call.region ? 600 : 1500)
        cloud.schedule("rds.status", after: span, on: key, ["to": "available"])
        cloud.follow(Rows.name(key), Rows.name(source.key), copyTakes: span)
        // It is available before it has caught up with the log.
        cloud.schedule("rds.replicating", after: span + .seconds(90), on: key)
        return ["DBInstance": cloud.objects[key].map(shown) ?? [:]]
    }

    static func replicating(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard cloud.objects[event.key]?.isReadReplica == true else { return }
        cloud.update(event.key) {
            $0.attributes["StatusInfos"] = [
                ["StatusType": "read replication", "Normal": true, "Status": "replicating"]
            ]
        }
    }

    /// It restarts before it takes writes (RDS user guide, "Promoting a read replica to be a standalone DB instance"), and
    /// its old source knows nothing of it any more. Without a word of them it has no backups, as replicas have none.
    @Sendable static func promote(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try find(call, cloud)
        guard instance.isReadReplica, instance.status == "available" else {
            throw AWSError("InvalidDBInstanceState", "DB Instance is not a read replica that is available.")
        }
        cloud.unfollow(Rows.name(instance.key))
        cloud.update(instance.key) {
            $0.status = "modifying"
            $0.attributes["ReadReplicaSourceDBInstanceIdentifier"] = nil
            $0.attributes["StatusInfos"] = nil
            $0.attributes["BackupRetentionPeriod"] = call.input["BackupRetentionPeriod"] ?? 0
            $0.hidden["downUntil"] = .int((call.now + restart).milliseconds)
        }
        leave(instance, &cloud)
        cloud.unfollow(Rows.name(instance.key))
        cloud.schedule("rds.status", after: .seconds(180), on: instance.key, ["to": "available"])
        return ["DBInstance": shown(instance)]
    }

    private static let restart = TimeSpan.seconds(60)

    /// A source no longer counts a replica that is none any more.
    private static func leave(_ replica: CloudObject, _ cloud: inout Cloud) {
        let arn = replica.attributes.text("DBInstanceArn")
        for other in cloud.allDatabases {
            let replicas = other.attributes["ReadReplicaDBInstanceIdentifiers"]?.texts ?? []
            let left = replicas.filter { $0 != replica.id && $0 != arn }
            guard left.count != replicas.count else { continue }
            cloud.update(other.key) { $0.attributes["ReadReplicaDBInstanceIdentifiers"] = .strings(left) }
        }
    }
}
