import Testing

/// Changes inside a phase that users could notice.
@Suite struct ChangeTests {
    @Test func `what a spec can't change is refused with its reason`() async throws {
        let place = try Place()
        #expect(await place.apply(2).code == 0)
        for verb in ["plan", "apply"] {
            let renamed = await place.run(
                [verb, place.spec(2), "--set", "regions.0.name=eu-west-1", "--speed", "max"])
            #expect(renamed.code == 1 && renamed.note.contains("[plan.regionRenamed]"), "\(renamed.note)")
        }
        let lowered = await place.run("plan", place.spec(2), "--set", "cluster.version=\"1.35\"", "--speed", "max")
        #expect(lowered.code == 1 && lowered.note.contains("[plan.cannotLower]"), "\(lowered.note)")
    }

    @Test func `nodes of another type serve before the old ones leave, and nobody notices`() async throws {
        let place = try Place()
        #expect(await place.apply(2).code == 0)
        let plan = await place.run("plan", place.spec(2), "--set", "cluster.nodeType=m7g.xlarge", "--speed", "max")
        #expect(!plan.result.contains("GONE UNTIL"), "\(plan.result)")
        let ran = await place.apply(2, "--set", "cluster.nodeType=m7g.xlarge")
        #expect(ran.code == 0, "\(ran.note)")
        #expect(await place.run("fake", "traffic", "--json").result.contains("\"failed\": 0"))
        let again = await place.run(
            "plan", place.spec(2), "--set", "cluster.nodeType=m7g.xlarge", "--detailed-exitcode", "--speed", "max")
        #expect(again.code == 0, "\(again.result)")
    }
}
