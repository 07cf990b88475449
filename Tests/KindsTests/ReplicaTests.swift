import FakeAWS
import Providers
import Resources
import Testing
import Values

/// Read replicas of a database, in its own region and in another, on a fake cloud in virtual time.
@Suite struct ReplicaTests {
    private let home = "ap-south-1"
    private let far = "us-east-1"
    private let bench: KindBench

    init() throws { bench = try KindBench() }

    private func key(in region: String) async throws -> Value {
        let key = bench.target("key", "AWS::KMS::Key", in: region, ["Description": "data"])
        return try #require(try await bench.done(.create, key)?.attributes["Arn"])
    }

    private func group(in region: String, _ subnets: [Value]) async throws {
        try await bench.done(
            .create,
            bench.target(
                "group", "AWS::RDS::DBSubnetGroup", in: region,
                ["DBSubnetGroupName": "shop", "DBSubnetGroupDescription": "shop", "SubnetIds": .list(subnets)]))
    }

    /// Makes a source at home and what a replica far away needs, and gives both targets.
    private func makeSource() async throws -> (source: Target, replica: Target) {
        try await bench.done(.create, bench.secret(in: home))
        for (region, prefix) in [(home, "10.0"), (far, "10.1")] {
            try await group(in: region, bench.network(in: region, prefix).subnets)
        }
        let password = SecretReference(name: "shop/db", key: "password", region: home)
        var properties: Value = [
            "DBInstanceIdentifier": "Shop-DB", "Engine": "postgres", "EngineVersion": "17",
            "DBInstanceClass": "db.m7g.large", "AllocatedStorage": 100, "StorageType": "gp3", "MultiAZ": true,
            "StorageEncrypted": true, "KmsKeyId": try await key(in: home), "DBSubnetGroupName": "shop",
            "VpcSecurityGroupIds": [], "DeletionProtection": true, "BackupRetentionPeriod": 7,
            "MasterUsername": "shop", "DBName": "shop", "PubliclyAccessible": false,
            "MasterUserPassword": .secret(password),
        ]
        let source = bench.target("database", "AWS::RDS::DBInstance", in: home, properties)
        let arn = try #require(try await bench.done(.create, source)?.attributes["Arn"])
        let parameters = bench.target(
            "parameters", "AWS::RDS::DBParameterGroup", in: far,
            [
                "DBParameterGroupName": "shop-pg", "DBParameterGroupFamily": "postgres17", "Description": "shop",
                "Parameters": ["rds.logical_replication": "1"],
            ])
        try await bench.done(.create, parameters)
        properties["DBInstanceIdentifier"] = "Shop-Replica"
        properties["SourceDBInstanceIdentifier"] = arn
        properties["KmsKeyId"] = try await key(in: far)
        properties["DBParameterGroupName"] = "shop-pg"
        return (source, bench.target("replica", "AWS::RDS::DBInstance", in: far, properties))
    }

    private func edit(_ target: Target, _ change: @Sendable (inout CloudObject) -> Void) {
        let name = target.properties.text("DBInstanceIdentifier")?.lowercased() ?? ""
        bench.cloud.edit {
            $0.update(CloudObject.Key("AWS::RDS::DBInstance", target.region, name), change)
        }
    }

    @Test func `a replica in another region is made, catches up, reads back and leaves nothing`() async throws {
        let (source, replica) = try await makeSource()
        let (made, reasons) = try await bench.follow(.create, replica)
        #expect(
            reasons.filter { !$0.contains("about to change") } == [
                "AWS says that it is creating", "its replication is not begun",
                "it reboots, so that its parameters take effect", "AWS says that it is rebooting",
            ])
        let found = try #require(made)
        #expect(found.status == .ready && found.properties.text("ParameterApplyStatus") == "in-sync")
        for name in ["SourceDBInstanceIdentifier", "KmsKeyId", "MasterUsername", "DBName", "BackupRetentionPeriod"] {
            #expect(found.properties[name] == replica.properties[name])
        }
        #expect(found.properties.text("DBParameterGroupName") == "shop-pg")
        #expect(found.properties.text("EngineVersion") == "17.10")
        #expect(try await bench.follow(.update, replica).reasons.isEmpty)
        #expect(try await bench.observed(replica) == found)

        try await bench.done(.delete, replica)
        try await bench.done(.delete, source)
        let left = bench.cloud.snapshot.objects.keys.filter {
            $0.type == "AWS::RDS::DBInstance" || $0.type == "AWS::RDS::DBSnapshot"
        }
        #expect(left.map(\.type) == ["AWS::RDS::DBSnapshot"] && left.map(\.region) == [home])
    }

    @Test func `a replica in its source's region is named by identifier and has its source's key`() async throws {
        let (source, far) = try await makeSource()
        var replica = bench.target("near", "AWS::RDS::DBInstance", in: home, far.properties)
        replica.properties["SourceDBInstanceIdentifier"] = "Shop-DB"
        replica.properties["DBParameterGroupName"] = nil
        replica.properties["KmsKeyId"] = source.properties["KmsKeyId"]
        #expect(try await bench.settles(replica))
    }

    @Test func `a replica whose source is being changed waits for it`() async throws {
        let (source, replica) = try await makeSource()
        edit(source) { $0.status = "backing-up" }
        guard case .pending(let reason, _, let next) = await bench.look(.create, replica) else {
            Issue.record("The source is not available.")
            return
        }
        #expect(reason.contains("InvalidDBInstanceState"))
        edit(source) { $0.status = "available" }
        guard case .pending(let waiting, _, _) = await bench.provider.advance(next) else {
            Issue.record("It should be creating.")
            return
        }
        #expect(waiting == "AWS says that it is creating")
    }

    @Test func `another source can't be had in place, and a plan would replace`() async throws {
        var (_, replica) = try await makeSource()
        try await bench.done(.create, replica)
        replica.properties["SourceDBInstanceIdentifier"] = "arn:aws:rds:ap-south-1:123456789012:db:other"
        let failure = await #expect(throws: Failure.self) { try await bench.done(.update, replica) }
        #expect(failure?.code == "Provider.CannotChange")
        #expect(failure?.message.contains("SourceDBInstanceIdentifier") == true)
        let schema = try #require(bench.schema(of: replica.kind))
        let effects = schema.effects(of: "SourceDBInstanceIdentifier")
        #expect(effects.contains(.replaces) && effects.emptying?.contains("PROMOTED") == true)
    }

    @Test func `a replica that is to follow nobody is promoted in place, and is backed up from then on`() async throws {
        var (_, replica) = try await makeSource()
        try await bench.done(.create, replica)
        replica.properties["SourceDBInstanceIdentifier"] = ""
        let (promoted, reasons) = try await bench.follow(.update, replica)
        #expect(reasons.contains("AWS says that it is modifying"), "\(reasons)")
        let found = try #require(promoted)
        #expect(found.status == .ready && found.properties["SourceDBInstanceIdentifier"] == "")
        #expect(found.properties["BackupRetentionPeriod"] == 7)
        #expect(try await bench.follow(.update, replica).reasons.isEmpty)
        // It is the only holder of its data now.
        try await bench.done(.delete, replica)
        let snapshots = bench.cloud.snapshot.objects.keys.filter { $0.type == "AWS::RDS::DBSnapshot" }
        #expect(snapshots.map(\.region) == [far])
    }

    @Test func `broken replication is told and never counts as failed`() async throws {
        let (_, replica) = try await makeSource()
        try await bench.done(.create, replica)
        for word in ["error", "terminated"] {
            edit(replica) {
                $0.attributes["StatusInfos"] = [
                    ["StatusType": "read replication", "Normal": false, "Status": .string(word)]
                ]
            }
            #expect(try await bench.observed(replica)?.status == .pending("its replication is \(word)"))
        }
    }

    @Test func `an encrypted source needs a key of the replica's region`() async throws {
        let (source, wanted) = try await makeSource()
        var replica = wanted
        replica.properties["KmsKeyId"] = nil
        let missing = await #expect(throws: Failure.self) { try await bench.done(.create, replica) }
        #expect(missing?.code == "InvalidParameterCombination")
        replica.properties["KmsKeyId"] = source.properties["KmsKeyId"]
        let foreign = await #expect(throws: Failure.self) { try await bench.done(.create, replica) }
        #expect(foreign?.code == "KMSKeyNotAccessibleFault")
        #expect(bench.cloud.snapshot.all("AWS::RDS::DBInstance", far).isEmpty)
    }
}
