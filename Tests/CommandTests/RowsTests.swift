import Documents
import TestSupport
import Testing
import Values

/// People's rows on the road between one instance and a fleet.
struct RowsTests {
    /// What `fake rows` says of the one database that takes writes, and of how many do.
    private static func taking(_ place: Place) async throws -> Value {
        let told = try JSON.value(from: await place.run("fake", "rows", "--json").result).elements
        let taking = told.filter { $0["takesWrites"]?.flag == true }
        #expect(taking.count == 1, "\(taking.map { $0.text("database") ?? "" })")
        return taking.first ?? [:]
    }

    @Test func `rows reach RDS, refused for seconds only, and come back with the platform`() async throws {
        let place = try Place()
        _ = await place.apply(0)
        let up = await place.apply(1)
        try #require(up.code == 0, "\(up.note)")
        #expect(up.note.contains("USERS' WRITES ARE REFUSED"), "\(up.note)")
        let managed = try await Self.taking(place)
        #expect(managed.text("database")?.hasPrefix("rds ") == true)
        #expect(managed.number("missing") == 0)
        let refused = try JSON.value(from: await place.run("fake", "rows", "--json").result).elements
            .reduce(0) { $0 + ($1.number("refused") ?? 0) }
        // Two writes come in a second.
        #expect((1...80).contains(refused), "\(refused)")
        let traffic = try JSON.value(from: await place.run("fake", "traffic", "--json").result).elements
        // Twenty requests come in a second, and the services answer nothing while they start anew in the frozen seconds.
        let failed = traffic.reduce(0) { $0 + ($1.number("failed") ?? 0) }
        #expect((80...120).contains(failed), "\(traffic)")
        #expect(traffic.reduce(0) { $0 + ($1.number("failedInRestarts") ?? 0) } == failed, "\(traffic)")

        let down = await place.run(
            "apply", place.spec(1), "--set", "phase=0", "--yes", "--speed", "max")
        try #require(down.code == 0, "\(down.note)")
        let container = try await Self.taking(place)
        #expect(container.text("database")?.hasPrefix("container ") == true)
        #expect(container.number("missing") == 0)
    }

    /// Where a run stops: before the copy, between freeze and switch, in the shift, and behind the last gate.
    @Test(arguments: [
        ("ssm.SendCommand", "container "), ("elbv2.ModifyRule", "container "), ("elbv2.ModifyListener", "container "),
    ])
    func `taken back from anywhere, the old database has them all`(_ operation: String, _ home: String) async throws {
        let place = try await Place.interrupted(at: operation, from: 0)
        try place.loseState()
        let back = await place.rollback(0)
        try #require(back.code == 0, "\(back.note)")
        let taking = try await Self.taking(place)
        #expect(taking.text("database")?.hasPrefix(home) == true)
        #expect(taking.number("missing") == 0)
        let plan = await place.run("plan", place.spec(0), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
        // And the road is open again.
        let again = await place.apply(1)
        #expect(again.code == 0, "\(again.note)")
        #expect(try await Self.taking(place).number("missing") == 0)
    }
}
