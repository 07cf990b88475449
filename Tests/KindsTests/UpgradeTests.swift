import CloudCalls
import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// A database that gets another major version by a copy that takes its place, on a fake cloud in virtual time.
@Suite struct UpgradeTests {
    private let region = "eu-west-1"
    private let bench: KindBench

    init() throws { bench = try KindBench() }
    private var cloud: FakeCloud { bench.cloud }

    private func target(_ name: String, _ kind: Kind, _ properties: Value) -> Target {
        bench.target(name, kind, in: region, properties)
    }

    private func parameters(_ major: Int, _ values: Value = ["rds.logical_replication": "1"]) -> Target {
        target(
            "parameters-\(major)", "AWS::RDS::DBParameterGroup",
            [
                "DBParameterGroupName": .string("shop-\(major)"), "Description": "shop",
                "DBParameterGroupFamily": .string("postgres\(major)"), "Parameters": values,
            ])
    }

    /// Makes a database in version 17 and the parameters of 18.
    private func makeDatabase(_ values: Value = ["rds.logical_replication": "1"]) async throws -> Target {
        let (_, subnets) = try await bench.network(in: region)
        let database = bench.database(
            in: region, group: "shop-db", parameters: "shop-17", ["CopyTagsToSnapshot": true])
        let group = target(
            "group", "AWS::RDS::DBSubnetGroup",
            ["DBSubnetGroupName": "shop-db", "DBSubnetGroupDescription": "shop", "SubnetIds": .list(subnets)])
        for made in [bench.secret(in: region), group, parameters(17, values), parameters(18), database] {
            try await bench.done(.create, made)
        }
        return database
    }

    private func copy(_ version: String = "18") -> Target {
        target(
            "upgrade", "AWS::RDS::BlueGreenDeployment",
            [
                "BlueGreenDeploymentName": "shop-db-to-18",
                "Source": .string("arn:aws:rds:\(region):\(KindBench.account):db:shop-db"),
                "TargetEngineVersion": .string(version), "TargetDBParameterGroupName": "shop-18",
            ])
    }

    private func upgraded(_ database: Target) -> Target {
        var database = database
        database.properties["EngineVersion"] = "18"
        database.properties["DBParameterGroupName"] = "shop-18"
        return database
    }

    private var instances: [String] {
        cloud.look { $0.all("AWS::RDS::DBInstance", region).map(\.id).sorted() }
    }
    private var snapshots: Int {
        cloud.look { $0.objects.keys.count { $0.type == "AWS::RDS::DBSnapshot" } }
    }

    @Test func `a copy is made beside the database, is not taken for it, and goes without a trace`() async throws {
        let database = try await makeDatabase()
        let before = try await bench.observed(database)
        #expect(try await bench.settles(copy()))
        #expect(instances.count == 2 && instances[1].hasPrefix("shop-db-green-"))
        #expect(try await bench.observed(copy())?.properties.text("TargetEngineVersion") == "18.10")
        #expect(try await bench.observed(database) == before)
        try await bench.done(.delete, copy())
        #expect(instances == ["shop-db"] && snapshots == 0)
        #expect(try await bench.observed(database) == before)
    }

    @Test func `the copy takes the database's name, place and rows; the old one goes and leaves a snapshot`()
        async throws
    {
        let database = try await makeDatabase()
        let before = try #require(try await bench.observed(database))
        try await bench.done(.create, copy())
        let after = try #require(try await bench.done(.update, upgraded(database)))
        #expect(after.properties.text("EngineVersion") == "18.10" && after.status == .ready)
        #expect(after.properties.text("DBParameterGroupName") == "shop-18")
        #expect(after.physicalID == before.physicalID && after.attributes == before.attributes)
        #expect(instances == ["shop-db", "shop-db-old1"])
        // What people might still write into the old one is refused.
        #expect(cloud.look { $0.isFrozen("rds \(region)/shop-db-old1") && !$0.isFrozen("rds \(region)/shop-db") })
        #expect(try await bench.follow(.update, copy()).reasons.isEmpty)
        try await bench.done(.delete, copy())
        #expect(instances == ["shop-db"] && snapshots == 1)
        #expect(try await bench.observed(upgraded(database)) == after)
    }

    @Test func `without a copy that has the version no database is changed`() async throws {
        let database = try await makeDatabase()
        let none = await #expect(throws: Failure.self) { try await bench.done(.update, upgraded(database)) }
        #expect(none?.code == "Provider.NoCopy")
        try await bench.done(.create, copy())
        var other = upgraded(database)
        other.properties["EngineVersion"] = "19"
        let wrong = await #expect(throws: Failure.self) { try await bench.done(.update, other) }
        #expect(wrong?.code == "Provider.OtherVersion")
        #expect(try await bench.observed(database)?.properties.text("EngineVersion") == "17.10")
    }

    @Test func `a switchover that can't catch up is taken back, and goes through when it can`() async throws {
        let database = try await makeDatabase()
        try await bench.done(.create, copy())
        cloud.edit { $0.stallReplication() }
        let update = Operation(action: .update, target: upgraded(database), startedAt: bench.time.now())
        guard case .pending(_, _, let next) = await bench.provider.advance(update) else {
            Issue.record("It should be switching.")
            return
        }
        #expect(cloud.look { $0.isFrozen("rds \(region)/shop-db") })
        await bench.wait(.seconds(70))
        #expect(try await bench.observed(database)?.properties.text("EngineVersion") == "17.10")
        #expect(instances.first == "shop-db" && !cloud.look { $0.isFrozen("rds \(region)/shop-db") })
        cloud.edit { $0.mend() }
        var operation = next
        for _ in 0..<50 {
            switch await bench.provider.advance(operation) {
            case .done(let observation):
                #expect(observation?.properties.text("EngineVersion") == "18.10")
                return
            case .failed(let failure): throw failure
            case .pending(_, let span, let next):
                operation = next
                await bench.wait(span)
            }
        }
        Issue.record("It does not end.")
    }

    @Test func `no copy is made of what AWS can't copy`() async throws {
        _ = try await makeDatabase(["log_connections": "1"])
        let silent = await #expect(throws: Failure.self) { try await bench.done(.create, copy()) }
        #expect(silent?.code == "SourceDatabaseNotSupportedFault")
        try await bench.done(.update, parameters(17))
        // It is on, and takes effect at the next start only.
        await bench.wait(.hours(3))
        let waiting = await #expect(throws: Failure.self) { try await bench.done(.create, copy()) }
        #expect(waiting?.code == "SourceDatabaseNotSupportedFault")
        _ = try await cloud.call(
            AWSRequest(
                service: "rds", operation: "RebootDBInstance", region: region,
                input: ["DBInstanceIdentifier": "shop-db"], deadline: bench.time.now() + .minutes(1)))
        await bench.wait(.minutes(3))
        let low = await #expect(throws: Failure.self) { try await bench.done(.create, copy("16")) }
        #expect(low?.code == "InvalidParameterCombination")
        let family = await #expect(throws: Failure.self) { try await bench.done(.create, copy("19")) }
        #expect(family?.message.contains("postgres19") == true)
        // A copy in another region that follows it.
        cloud.edit {
            $0.update(CloudObject.Key("AWS::RDS::DBInstance", region, "shop-db")) {
                $0.attributes["ReadReplicaDBInstanceIdentifiers"] = ["arn:aws:rds:us-east-1:123456789012:db:far"]
            }
        }
        let far = await #expect(throws: Failure.self) { try await bench.done(.create, copy()) }
        #expect(far?.message.contains("cross-Region") == true)
    }
}
