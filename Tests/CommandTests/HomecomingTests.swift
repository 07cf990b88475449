import Documents
import Testing
import Values

/// A platform whose writer is away, or was and came home: it has another database than the one it was built with.
@Suite struct HomecomingTests {
    private static let name = ["--set", "domain=shop.example.com"]

    private func moved(_ commands: [String]...) async throws -> Place {
        let place = try Place()
        try #require(await place.apply(4).code == 0)
        for command in commands {
            let ran = await place.run([command[0], place.spec(4), "--yes", "--speed", "max"] + command.dropFirst())
            try #require(ran.code == 0, "\(ran.note)")
        }
        return place
    }

    private func plan(_ place: Place, _ phase: Int, _ more: [String]) async -> Place.Ran {
        await place.run(["plan", place.spec(phase), "--speed", "max"] + more)
    }

    /// The databases that take writes, and what each lacks of all rows.
    private func writing(_ place: Place) async throws -> [String] {
        let rows = try JSON.value(from: await place.run("fake", "rows", "--json").result)
        return rows.elements.filter { $0["takesWrites"]?.flag == true }.map {
            "\($0.text("database")?.split(separator: " ").first ?? "") lacks \($0.number("missing") ?? -1)"
        }
    }

    @Test func `while the writer is away, another tag or class is no move of it`() async throws {
        let place = try await moved(["failover", "--to", "us-east-1", "--planned"])
        let tags = await place.run(
            "apply", place.spec(4), "--set", "tags.team=other", "--yes", "--speed", "max")
        #expect(tags.code == 0 && !tags.note.contains("writer moves"), "\(tags.note)")
        let after = await plan(place, 4, ["--set", "tags.team=other", "--detailed-exitcode"])
        #expect(after.code == 0, "\(after.result)")
        let size = await plan(place, 4, ["--set", "database.instanceClass=db.m7g.xlarge", "--set", "tags.team=other"])
        #expect(size.result.contains("database/class") || size.result.contains("FAILS OVER"), "\(size.result)")
        #expect(!size.result.contains("failover/"), "\(size.result)")
    }

    /// All the way down; also killed on the way, with its state lost there.
    @Test(arguments: [nil, "rds.DeleteDBInstance", "elbv2.ModifyRule", "ssm.SendCommand"])
    func `it goes down to one machine with all of its rows, whatever stops it`(_ operation: String?) async throws {
        let place = try await moved(["failover", "--to", "us-east-1", "--planned"], ["failback"])
        if let operation {
            _ = await place.run(
                "fake", "break", "call", operation, "fail", "--times", "1000", "--code",
                Place.refusal(of: operation))
            let stopped = await place.apply(0, "--set", "domain=shop.example.com")
            #expect(stopped.code == 1, "\(stopped.note)")
            _ = await place.run("fake", "mend")
            try place.loseState()
        }
        let ran = await place.apply(0, "--set", "domain=shop.example.com")
        #expect(ran.code == 0, "\(ran.note)")
        #expect(try await writing(place) == ["container lacks 0"])
        let after = await plan(place, 0, Self.name + ["--detailed-exitcode"])
        #expect(after.code == 0, "\(after.result)")
        // What the former writers left is kept, with the keys and networks that it needs.
        let cloud = await place.run("fake", "list").result
        for kept in ["us-east-1/database/instance", "us-east-1/network/vpc", "ap-south-1/database-1/instance"] {
            #expect(cloud.contains(kept), "\(kept): \(cloud)")
        }
        let keys = cloud.split(separator: "\n").filter { $0.contains("AWS::KMS::Key") && $0.hasSuffix("keys/data") }
        #expect(!keys.isEmpty && !keys.contains { $0.contains("PendingDeletion") }, "\(keys)")
    }

    @Test func `up again its rows go to the database that was kept last`() async throws {
        let place = try await moved(["failover", "--to", "us-east-1", "--planned"], ["failback"])
        for phase in [0, 1] {
            let ran = await place.apply(phase, "--set", "domain=shop.example.com")
            #expect(ran.code == 0, "\(ran.note)")
        }
        #expect(try await writing(place) == ["rds lacks 0"])
    }
}
