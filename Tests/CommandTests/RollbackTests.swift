import Testing

/// The way back from a road that was interrupted.
@Suite struct RollbackTests {
    @Test(arguments: [
        (0, "rds.CreateDBInstance"), (1, "eks.CreateNodegroup"), (1, "elbv2.ModifyRule"),
        (2, "cloudfront.CreateDistributionWithTags"), (3, "route53.ChangeResourceRecordSets"),
    ])
    func `an interrupted road is taken back to the phase where it began`(_ phase: Int, _ operation: String) async throws
    {
        let place = try await Place.interrupted(at: operation, from: phase)
        let back = await place.rollback(phase)
        #expect(back.code == 0, "\(back.note)")
        #expect(back.note.contains("shop: back to phase \(phase), where the interrupted road began"))
        let plan = await place.run("plan", place.spec(phase), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
        let status = await place.run("status")
        #expect(status.result.contains("shop: phase \(phase),"), "\(status.result)")
    }

    @Test func `nobody notices that a half shifted service goes back`() async throws {
        let place = try await Place.interrupted(at: "elbv2.ModifyRule", from: 1)
        _ = await place.rollback(1)
        let traffic = await place.run("fake", "traffic", "--json")
        #expect(traffic.result.contains("\"failed\": 0"), "\(traffic.result)")
        #expect(!traffic.result.contains("\"answered\": 0"), "\(traffic.result)")
        #expect(traffic.result.contains("\"answered\": "), "\(traffic.result)")
    }

    @Test func `interrupted itself, the same command goes on`() async throws {
        let place = try await Place.interrupted(at: "elbv2.ModifyRule", from: 1)
        _ = await place.run(
            "fake", "break", "call", "eks.DeleteNodegroup", "fail", "--times", "1000", "--code", "AccessDeniedException"
        )
        let stopped = await place.rollback(1)
        try #require(stopped.code == 1, "\(stopped.note)")
        #expect(stopped.note.contains("Go on with: reconcile rollback"), "\(stopped.note)")
        _ = await place.run("fake", "mend")
        let again = await place.rollback(1)
        #expect(again.code == 0, "\(again.note)")
        let plan = await place.run("plan", place.spec(1), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
    }

    @Test func `a lost state file does not turn it round`() async throws {
        let place = try await Place.interrupted(at: "elbv2.ModifyRule", from: 1)
        _ = await place.run(
            "fake", "break", "call", "eks.DeleteNodegroup", "fail", "--times", "1000", "--code", "AccessDeniedException"
        )
        _ = await place.rollback(1)
        _ = await place.run("fake", "mend")
        try place.loseState()
        let again = await place.rollback(1)
        #expect(again.code == 0, "\(again.note)")
        let plan = await place.run("plan", place.spec(1), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
    }

    @Test func `it is refused where nothing is to be taken back, or no longer can be`() async throws {
        let place = try Place()
        _ = await place.apply(1)
        let nothing = await place.rollback(1)
        #expect(nothing.code == 1 && nothing.note.contains("[plan.noRoad]"), "\(nothing.note)")

        let retiring = try await Place.interrupted(at: "autoscaling.DeleteAutoScalingGroup", from: 1)
        let late = await retiring.rollback(1)
        #expect(late.code == 1 && late.note.contains("[plan.mustFinish]"), "\(late.note)")

        let prepared = try await Place.interrupted(at: "eks.CreateNodegroup", from: 1)
        let low = await prepared.rollback(0)
        #expect(low.code == 1 && low.note.contains("[plan.specTooLow]"), "\(low.note)")
    }
}
