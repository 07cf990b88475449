import AWSKinds
import CloudCalls
import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// A database made, changed and removed on a fake cloud in virtual time.
@Suite struct DatabaseTests {
    private let region = "eu-west-1"
    private let time = VirtualTime()
    private let cloud: FakeCloud
    private let provider: Provider

    init() throws {
        cloud = FakeCloud(Cloud(account: "123456789012", at: time.now()), time: time)
        provider = Provider(
            drivers: AllKinds.byKind, account: "123456789012", aws: try recorded(cloud), kubernetes: cloud, time: time)
    }

    private func target(_ name: String, _ kind: Kind, _ properties: Value) -> Target {
        Target(
            platform: "shop", account: "123456789012", address: Address("\(region)/\(name)"), kind: kind,
            region: region, generation: 0, phase: 0, properties: properties,
            token: "a-token-of-at-least-32-characters-\(name)")
    }

    @discardableResult
    private func done(_ action: Operation.Action, _ target: Target) async throws -> ResourceObservation? {
        var operation = Operation(action: action, target: target, startedAt: time.now())
        for _ in 0..<500 {
            switch await provider.advance(operation) {
            case .done(let observation): return observation
            case .failed(let failure): throw failure
            case .pending(_, let span, let next):
                operation = next
                await time.sleep(until: time.now() + span)
            }
        }
        throw Failure(code: "Test.Stuck", message: "\(target.address) doesn't settle")
    }

    @Test func `a database is made, read back, changed, and leaves only a final snapshot`() async throws {
        let vpc = try #require(
            try await done(.create, target("vpc", "AWS::EC2::VPC", ["CidrBlock": "10.0.0.0/16"])))
        var subnets: [Value] = []
        for (index, zone) in ["a", "b"].enumerated() {
            let subnet = target(
                "subnet-\(zone)", "AWS::EC2::Subnet",
                [
                    "VpcId": .string(vpc.physicalID), "CidrBlock": .string("10.0.\(index).0/24"),
                    "AvailabilityZone": .string(region + zone),
                ])
            subnets.append(.string(try #require(try await done(.create, subnet)).physicalID))
        }
        let secret = target(
            "secret", "AWS::SecretsManager::Secret",
            [
                "Name": "shop/db",
                "GenerateSecretString": ["GenerateStringKey": "password", "SecretStringTemplate": [:]],
            ])
        try await done(.create, secret)
        let group = target(
            "group", "AWS::RDS::DBSubnetGroup",
            ["DBSubnetGroupName": "Shop-DB", "DBSubnetGroupDescription": "shop", "SubnetIds": .list(subnets)])
        let parameters = target(
            "parameters", "AWS::RDS::DBParameterGroup",
            [
                "DBParameterGroupName": "shop-pg", "DBParameterGroupFamily": "postgres17", "Description": "shop",
                "Parameters": ["rds.force_ssl": "1", "log_connections": "1"],
            ])
        var database = target(
            "database", "AWS::RDS::DBInstance",
            [
                "DBInstanceIdentifier": "shop-db", "Engine": "postgres", "EngineVersion": "17",
                "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20, "MultiAZ": true, "StorageEncrypted": true,
                "DBSubnetGroupName": "Shop-DB", "DBParameterGroupName": "shop-pg", "VpcSecurityGroupIds": [],
                "DeletionProtection": true, "BackupRetentionPeriod": 7, "MasterUsername": "shop", "DBName": "shop",
                "PubliclyAccessible": false,
                "MasterUserPassword": .secret(SecretReference(name: "shop/db", key: "password", region: region)),
            ])
        for made in [group, parameters, database] {
            let first = try await done(.create, made)
            let second = try await done(.update, made)
            #expect(first == second && second?.status == .ready)
        }
        database.properties["DBInstanceClass"] = "db.t4g.small"
        let updated = try await done(.update, database)
        #expect(updated?.properties.text("DBInstanceClass") == "db.t4g.small" && updated?.status == .ready)

        for made in [database, parameters, group] { try await done(.delete, made) }
        let left = cloud.snapshot.objects.keys.filter { $0.type.hasPrefix("AWS::RDS::") }
        #expect(left.map(\.type) == ["AWS::RDS::DBSnapshot"])
    }
}
