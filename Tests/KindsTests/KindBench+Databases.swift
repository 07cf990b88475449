import Providers
import Resources
import Values

extension KindBench {
    /// The secret whose password a database takes.
    func secret(in region: String) -> Target {
        target(
            "secret", "AWS::SecretsManager::Secret", in: region,
            [
                "Name": "shop/db",
                "GenerateSecretString": ["GenerateStringKey": "password", "SecretStringTemplate": [:]],
            ])
    }

    /// A database in version 17, in groups of these names.
    func database(in region: String, group: String, parameters: String, _ more: Value = [:]) -> Target {
        let properties: Value = [
            "DBInstanceIdentifier": "shop-db", "Engine": "postgres", "EngineVersion": "17",
            "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20, "MultiAZ": true, "StorageEncrypted": true,
            "DBSubnetGroupName": .string(group), "DBParameterGroupName": .string(parameters),
            "VpcSecurityGroupIds": [], "DeletionProtection": true, "BackupRetentionPeriod": 7,
            "MasterUsername": "shop", "DBName": "shop", "PubliclyAccessible": false,
            "MasterUserPassword": .secret(SecretReference(name: "shop/db", key: "password", region: region)),
        ]
        return target("database", "AWS::RDS::DBInstance", in: region, properties.merging(more))
    }
}
