import FakeAWS
import Providers
import Resources
import Testing
import Values

/// A database made, changed and removed on a fake cloud in virtual time.
@Suite struct DatabaseTests {
    private let region = "eu-west-1"
    private let bench: KindBench

    init() throws { bench = try KindBench() }
    private var cloud: FakeCloud { bench.cloud }

    private func target(_ name: String, _ kind: Kind, _ properties: Value) -> Target {
        bench.target(name, kind, in: region, properties)
    }

    @discardableResult
    private func done(_ action: Operation.Action, _ target: Target) async throws -> ResourceObservation? {
        try await bench.done(action, target)
    }

    /// The groups of a database and the database, none of them made; the network and the secret are.
    private func makeTargets() async throws -> (group: Target, parameters: Target, database: Target) {
        let (_, subnets) = try await bench.network(in: region)
        try await done(.create, bench.secret(in: region))
        let group = target(
            "group", "AWS::RDS::DBSubnetGroup",
            ["DBSubnetGroupName": "Shop-DB", "DBSubnetGroupDescription": "shop", "SubnetIds": .list(subnets)])
        let parameters = target(
            "parameters", "AWS::RDS::DBParameterGroup",
            [
                "DBParameterGroupName": "shop-pg", "DBParameterGroupFamily": "postgres17", "Description": "shop",
                "Parameters": ["rds.force_ssl": "1", "log_connections": "1"],
            ])
        let database = bench.database(in: region, group: "Shop-DB", parameters: "shop-pg")
        return (group, parameters, database)
    }

    @Test func `a database is made, read back, changed, and leaves only a final snapshot`() async throws {
        var (group, parameters, database) = try await makeTargets()
        for made in [group, parameters, database] {
            #expect(try await bench.settles(made))
        }
        database.properties["DBInstanceClass"] = "db.t4g.small"
        let updated = try await done(.update, database)
        #expect(updated?.properties.text("DBInstanceClass") == "db.t4g.small" && updated?.status == .ready)

        for made in [database, parameters, group] { try await done(.delete, made) }
        let left = cloud.snapshot.objects.keys.filter { $0.type.hasPrefix("AWS::RDS::") }
        #expect(left.map(\.type) == ["AWS::RDS::DBSnapshot"])
    }

    @Test func `a major version is met by any minor one, a full one only by itself`() async throws {
        var (group, parameters, database) = try await makeTargets()
        for made in [group, parameters, database] { try await done(.create, made) }
        #expect(try await bench.observed(database)?.properties.text("EngineVersion") == "17.10")
        cloud.edit { cloud in
            for object in cloud.all("AWS::RDS::DBInstance", region) {
                cloud.update(object.key) { $0.attributes["EngineVersion"] = "17.11" }
            }
        }
        #expect(try await bench.follow(.update, database).reasons.isEmpty)
        database.properties["EngineVersion"] = "17.12"
        #expect(try await done(.update, database)?.properties.text("EngineVersion") == "17.12")
        database.properties["EngineVersion"] = "17.1"
        let failure = await #expect(throws: Failure.self) { try await done(.update, database) }
        #expect(failure?.message.contains("from 17.12 to 17.1") == true)
    }

    @Test func `a fresh database is rebooted for its parameters, a serving one only when it was announced`()
        async throws
    {
        var (group, parameters, database) = try await makeTargets()
        for made in [group, parameters] { try await done(.create, made) }
        guard case .pending = await bench.look(.create, database) else {
            Issue.record("It should be creating.")
            return
        }
        parameters.properties["Parameters"] = ["rds.logical_replication": "1"]
        let changed = try #require(try await done(.update, parameters))
        #expect(changed.properties["Parameters"] == parameters.properties["Parameters"])
        // As after our own death: an update that only waits for what is still being made.
        let (made, reasons) = try await bench.follow(.update, database)
        #expect(reasons.contains("it reboots, so that its parameters take effect"))
        #expect(made?.properties.text("ParameterApplyStatus") == "in-sync" && made?.status == .ready)

        await bench.wait(.hours(3))
        parameters.properties["Parameters"] = ["rds.logical_replication": "1", "max_connections": "400"]
        try await done(.update, parameters)
        let (serving, silence) = try await bench.follow(.update, database)
        #expect(silence.isEmpty && serving?.status == .ready)
        #expect(serving?.properties.text("ParameterApplyStatus") == "pending-reboot")

        let other = target(
            "other", "AWS::RDS::DBParameterGroup",
            ["DBParameterGroupName": "other", "DBParameterGroupFamily": "postgres17", "Description": "other"])
        try await done(.create, other)
        database.properties["DBParameterGroupName"] = "other"
        let (moved, announced) = try await bench.follow(.update, database, changing: ["DBParameterGroupName"])
        #expect(announced.contains("it reboots, so that its parameters take effect"))
        #expect(moved?.properties.text("DBParameterGroupName") == "other")
        #expect(moved?.properties.text("ParameterApplyStatus") == "in-sync")
    }

    @Test func `what fails leaves no snapshot, a full disk is waited for and never replaced`() async throws {
        var (group, parameters, database) = try await makeTargets()
        database.properties["DeletionProtection"] = false
        for made in [group, parameters, database] { try await done(.create, made) }
        func set(_ status: String) {
            cloud.edit { cloud in
                for object in cloud.all("AWS::RDS::DBInstance", region) {
                    cloud.update(object.key) { $0.status = status }
                }
            }
        }
        set("storage-full")
        #expect(try await bench.observed(database)?.status == .pending("AWS says that it is storage-full"))
        set("failed")
        try await done(.delete, database)
        #expect(!cloud.snapshot.objects.keys.contains { $0.type == "AWS::RDS::DBSnapshot" })
    }
}
