import Documents
import Testing
import Values

/// A database's other major version on the real program: how the plan shows it, what people get, and what an interruption
/// leaves.
@Suite struct DatabaseUpgradeTests {
    private static let newer = ["--set", "database.engineVersion=\"18\""]

    private func apply(_ place: Place, _ phase: Int, _ more: [String]) async -> Place.Ran {
        await place.run(["apply", place.spec(phase), "--yes", "--speed", "max"] + more)
    }

    private func plan(_ place: Place, _ phase: Int, _ more: [String]) async throws -> Value {
        try JSON.value(
            from: await place.run(["plan", place.spec(phase), "--json", "--speed", "max"] + more).result)
    }

    private func made(_ phase: Int) async throws -> Place {
        let place = try Place()
        let ran = await place.apply(phase)
        try #require(ran.code == 0, "\(ran.note)")
        return place
    }

    private func stages(_ plan: Value) -> [String] { plan["stages"]?.elements.compactMap { $0.text("name") } ?? [] }
    private func steps(_ plan: Value) -> [String] { plan["steps"]?.elements.compactMap { $0.text("id") } ?? [] }

    /// What `fake rows` says of the one database that takes writes.
    private func taking(_ place: Place) async throws -> Value {
        let taking = try JSON.value(from: await place.run("fake", "rows", "--json").result).elements
            .filter { $0["takesWrites"]?.flag == true }
        #expect(taking.count == 1, "\(taking)")
        return taking.first ?? [:]
    }

    @Test(arguments: [1, 2, 3])
    func `it is walked in stages, costs people less than a minute and no row`(_ phase: Int) async throws {
        let place = try await made(phase)
        let planned = try await plan(place, phase, Self.newer)
        #expect(
            stages(planned) == [
                "upgrade/prepare", "upgrade/verify", "upgrade/switch", "upgrade/soak", "upgrade/retire", "change",
            ])
        let before = try await place.failedRequests()
        let ran = await apply(place, phase, Self.newer)
        try #require(ran.code == 0, "\(ran.note)")
        #expect(ran.note.contains("NOBODY GETS THROUGH TO ap-south-1/database/instance"), "\(ran.note)")
        let lost = try await place.failedRequests() - before
        // Twenty requests come in a second.
        #expect((1...1200).contains(lost), "\(lost)")
        #expect(try await taking(place).number("missing") == 0)
        #expect(steps(try await plan(place, phase, Self.newer)).isEmpty)
        let left = await place.run("fake", "list").result
        #expect(!left.contains("-old1 ") && !left.contains("-green-"), "\(left)")
    }

    @Test func `a copy that does not follow never takes over, and goes`() async throws {
        let place = try await made(1)
        #expect(await place.run("fake", "break", "replication").code == 0)
        let ran = await apply(place, 1, Self.newer)
        #expect(ran.code == 1 && ran.note.contains("GATE FAILED: upgrade/verify"), "\(ran.note)")
        #expect(await place.run("fake", "mend").code == 0)
        #expect(steps(try await plan(place, 1, [])).isEmpty)
    }

    @Test func `one that is given up before the switch leaves nothing`() async throws {
        let place = try await made(1)
        _ = await place.run(
            "fake", "break", "call", "rds.SwitchoverBlueGreenDeployment", "fail", "--times", "1000", "--code",
            "AccessDenied")
        let ran = await apply(place, 1, Self.newer)
        #expect(ran.code == 1, "\(ran.note)")
        _ = await place.run("fake", "mend")
        let back = try await plan(place, 1, [])
        #expect(
            Set(steps(back)) == [
                "delete ap-south-1/database/upgrade#0", "delete ap-south-1/database/parameter-group/postgres18#0",
            ])
        #expect(await apply(place, 1, []).code == 0)
        #expect(try await taking(place).number("missing") == 0)
    }

    /// Before the copy is there, before the switch, and before the old database goes.
    @Test(arguments: [
        "rds.CreateBlueGreenDeployment", "rds.SwitchoverBlueGreenDeployment", "rds.DeleteDBInstance",
        "rds.DeleteBlueGreenDeployment",
    ])
    func `interrupted anywhere, with its state lost, it goes on behind its gates`(_ operation: String) async throws {
        let place = try await made(1)
        _ = await place.run(
            "fake", "break", "call", operation, "fail", "--times", "1000", "--code", "AccessDenied")
        #expect(await apply(place, 1, Self.newer).code == 1)
        _ = await place.run("fake", "mend")
        try place.loseState()
        let ran = await apply(place, 1, Self.newer)
        #expect(ran.code == 0, "\(ran.note)")
        let isSwitched = operation.contains("Delete")
        #expect(ran.note.contains("Stage upgrade/verify passed") != isSwitched, "\(ran.note)")
        #expect(ran.note.contains("Stage upgrade/soak passed"), "\(ran.note)")
        #expect(steps(try await plan(place, 1, Self.newer)).isEmpty)
        #expect(try await taking(place).number("missing") == 0)
    }

    @Test func `with a copy in another region it is refused, and says which way there is`() async throws {
        let place = try await made(4)
        let ran = await place.run(["plan", place.spec(4), "--speed", "max"] + Self.newer)
        #expect(ran.code == 1 && ran.note.contains("plan.copyInTheWay"), "\(ran.note)")
        // What it says is true: by way of phase 3 it is done, and the copy comes back.
        for (phase, version) in [(3, "17"), (3, "18"), (4, "18")] {
            let ran = await apply(
                place, 4, ["--set", "phase=\(phase)", "--set", "database.engineVersion=\"\(version)\""])
            #expect(ran.code == 0, "\(phase) \(version): \(ran.note)")
        }
        #expect(steps(try await plan(place, 4, Self.newer)).isEmpty)
    }
}
