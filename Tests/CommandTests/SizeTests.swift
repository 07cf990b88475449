import Testing

/// Sizes that AWS can't make smaller.
struct SizeTests {
    @Test func `a size that the spec made smaller stays, and every plan says so until the spec is right`() async throws
    {
        let place = try Place()
        #expect(await place.apply(1, "--set", "database.storage=200").code == 0)
        let smaller = await place.run("plan", place.spec(1), "--detailed-exitcode", "--speed", "max")
        #expect(smaller.code == 0, "\(smaller.result)")
        #expect(
            smaller.result.contains(
                "! STAYS LARGER: AllocatedStorage of ap-south-1/database/instance is 200, and 100 in the spec. "
                    + "It can't be made smaller; write 200 into the spec.\n"), "\(smaller.result)")
        let markdown = await place.run("plan", place.spec(1), "--format", "markdown", "--speed", "max")
        #expect(markdown.result.contains("STAYS LARGER"))
        let right = await place.run(
            "plan", place.spec(1), "--set", "database.storage=200", "--detailed-exitcode", "--speed", "max")
        #expect(right.code == 0 && !right.result.contains("STAYS LARGER"), "\(right.result)")
    }

    @Test func `a version written out in full changes nothing where it is the one that runs`() async throws {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        let shown = await place.run("show", "ap-south-1/database/instance")
        let line = try #require(shown.result.split(separator: "\n").first { $0.contains("EngineVersion") })
        let version = try #require(line.split(whereSeparator: { !"0123456789.".contains($0) }).last)
        #expect(version.contains("."))
        let plan = await place.run(
            "plan", place.spec(1), "--set", "database.engineVersion=\"\(version)\"", "--detailed-exitcode", "--speed",
            "max")
        #expect(plan.code == 0, "\(plan.note) \(plan.result)")
    }
}
