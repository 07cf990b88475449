import Resources
import Specs
import Values

/// RDS PostgreSQL from phase 1. Its password is ours in Secrets Manager: an RDS-managed one excludes read replicas
/// (RDS user guide, "Password management with Secrets Manager", limitations).
struct ManagedDatabase {
    let stamp: RegionalStamp

    var resources: [Resource] {
        let spec = stamp.spec
        let subnets = Network(stamp: stamp).zones.map { stamp.reference("network/subnet/private-\($0)", "SubnetId") }
        let secret = SecretReference(
            name: Keys.databaseSecret(spec), key: "password", region: spec.primaryRegion.name)
        return [
            stamp.make(
                stamp.database("subnet-group"), "AWS::RDS::DBSubnetGroup",
                [
                    "DBSubnetGroupName": .string(stamp.name(stamp.databaseName)),
                    "DBSubnetGroupDescription": "Private subnets of the database", "SubnetIds": .list(subnets),
                ], since: 1),
            stamp.make(
                parameterGroup, "AWS::RDS::DBParameterGroup",
                [
                    "DBParameterGroupName": .string(stamp.name("postgres\(major)" + life)),
                    "DBParameterGroupFamily": .string("postgres\(major)"),
                    "Description": "Logical replication on, so that the way back is open",
                    "Parameters": parameters,
                ], since: 1),
            stamp.isWriter ? writer(secret) : replica,
        ]
    }

    private var major: String { VersionNumbers.major(stamp.spec.database.engineVersion) }

    /// Each major version has a group of its own: while a database moves to another, both are there.
    private var parameterGroup: String { stamp.database("parameter-group/postgres\(major)") }

    /// What tells the names of a later database of this region from those of the first; empty for the first.
    private var life: String { String(stamp.databaseName.dropFirst("database".count)) }

    /// New transactions of every session may only read while the writer leaves: a dynamic parameter, so that no session
    /// is cut (RDS user guide, "Working with parameters on your RDS for PostgreSQL DB instance").
    private var parameters: Value {
        var parameters: Value = ["rds.logical_replication": "1"]
        if stamp.isWriter, stamp.writer.leaving == .frozen { parameters["default_transaction_read_only"] = "1" }
        return parameters
    }

    /// One that was a copy before follows nobody any more, and has its password from the database that it copied.
    private func writer(_ secret: SecretReference) -> Resource {
        let spec = stamp.spec
        let origin: Value =
            stamp.writer.term == 0 ? ["MasterUserPassword": .secret(secret)] : ["SourceDBInstanceIdentifier": ""]
        return instance(
            origin.merging(["BackupRetentionPeriod": .int(spec.database.backupRetention)]),
            dependsOn: stamp.isPrimary ? ["database/secret"] : [],
            lifecycle: Lifecycle(isProtected: true, isKept: true), since: 1)
    }

    /// What a writer and its copies have in common.
    private func instance(
        _ more: Value, dependsOn: [String] = [], lifecycle: Lifecycle = Lifecycle(), since: Int
    ) -> Resource {
        let spec = stamp.spec.database
        return stamp.make(
            stamp.database("instance"), "AWS::RDS::DBInstance",
            more.merging([
                "DBInstanceIdentifier": .string(stamp.name(stamp.databaseName, limit: 63)), "Engine": "postgres",
                "EngineVersion": .string(spec.engineVersion), "DBInstanceClass": .string(spec.instanceClass),
                "AllocatedStorage": .int(spec.storage), "StorageType": "gp3", "StorageEncrypted": true,
                "KmsKeyId": stamp.reference("keys/data", "Arn"), "MultiAZ": .bool(spec.multiAZ), "DBName": "platform",
                "MasterUsername": "platform", "PubliclyAccessible": false, "DeletionProtection": true,
                "CopyTagsToSnapshot": true,
                "DBSubnetGroupName": stamp.reference(stamp.database("subnet-group"), "DBSubnetGroupName"),
                "DBParameterGroupName": stamp.reference(parameterGroup, "DBParameterGroupName"),
                "VpcSecurityGroupIds": [stamp.reference(stamp.database("security-group"), "GroupId")],
            ]), dependsOn: dependsOn, lifecycle: lifecycle, since: since)
    }

    /// A copy of the writer's database that is read here. Encrypted by this region's key, which AWS wants named
    /// (RDS API reference, CreateDBInstanceReadReplica).
    private var replica: Resource {
        instance(
            ["SourceDBInstanceIdentifier": stamp.databaseReference(in: stamp.writerRegion, "DBInstanceArn")], since: 4)
    }
}
