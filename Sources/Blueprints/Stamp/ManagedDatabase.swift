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
        let major = String(spec.database.engineVersion.prefix { $0 != "." })
        let secret = SecretReference(
            name: Keys.databaseSecret(spec), key: "password", region: spec.primaryRegion.name)
        return [
            stamp.make(
                "database/subnet-group", "AWS::RDS::DBSubnetGroup",
                [
                    "DBSubnetGroupName": .string(stamp.name("database")),
                    "DBSubnetGroupDescription": "Private subnets of the database", "SubnetIds": .list(subnets),
                ], since: 1),
            stamp.make(
                "database/parameter-group", "AWS::RDS::DBParameterGroup",
                [
                    "DBParameterGroupName": .string(stamp.name("postgres\(major)")),
                    "DBParameterGroupFamily": .string("postgres\(major)"),
                    "Description": "Logical replication on, so that the way back is open",
                    "Parameters": ["rds.logical_replication": "1"],
                ], lifecycle: Lifecycle(createsBeforeDestroy: true), since: 1),
            stamp.isPrimary ? primary(secret) : replica,
        ]
    }

    private func primary(_ secret: SecretReference) -> Resource {
        let spec = stamp.spec
        return stamp.make(
            "database/instance", "AWS::RDS::DBInstance",
            [
                "DBInstanceIdentifier": .string(stamp.name("database", limit: 63)), "Engine": "postgres",
                "EngineVersion": .string(spec.database.engineVersion),
                "DBInstanceClass": .string(spec.database.instanceClass),
                "AllocatedStorage": .int(spec.database.storage), "StorageType": "gp3",
                "StorageEncrypted": true, "KmsKeyId": stamp.reference("keys/data", "Arn"),
                "MultiAZ": .bool(spec.database.multiAZ), "DBName": "platform", "MasterUsername": "platform",
                "MasterUserPassword": .secret(secret), "PubliclyAccessible": false,
                "DeletionProtection": true, "CopyTagsToSnapshot": true,
                "BackupRetentionPeriod": .int(spec.database.backupRetention),
                "DBSubnetGroupName": stamp.reference("database/subnet-group", "DBSubnetGroupName"),
                "DBParameterGroupName": stamp.reference("database/parameter-group", "DBParameterGroupName"),
                "VpcSecurityGroupIds": [stamp.reference("database/security-group", "GroupId")],
            ], dependsOn: ["database/secret"], lifecycle: Lifecycle(isProtected: true, isKept: true), since: 1)
    }

    /// A copy of the primary region's database that is read here. Encrypted by this region's key, which AWS wants named
    /// (RDS API reference, CreateDBInstanceReadReplica).
    private var replica: Resource {
        stamp.make(
            "database/instance", "AWS::RDS::DBInstance",
            [
                "DBInstanceIdentifier": .string(stamp.name("database", limit: 63)),
                "SourceDBInstanceIdentifier": stamp.reference(
                    in: stamp.spec.primaryRegion, "database/instance", "DBInstanceArn"),
                "DBInstanceClass": .string(stamp.spec.database.instanceClass),
                "KmsKeyId": stamp.reference("keys/data", "Arn"), "MultiAZ": .bool(stamp.spec.database.multiAZ),
                "PubliclyAccessible": false, "DeletionProtection": true, "CopyTagsToSnapshot": true,
                "DBSubnetGroupName": stamp.reference("database/subnet-group", "DBSubnetGroupName"),
                "DBParameterGroupName": stamp.reference("database/parameter-group", "DBParameterGroupName"),
                "VpcSecurityGroupIds": [stamp.reference("database/security-group", "GroupId")],
            ], since: 4)
    }
}
