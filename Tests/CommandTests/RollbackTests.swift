import Foundation
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

    @Test func `a road goes back to one of its stages, and on from there`() async throws {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        let spec = place.path("asked2.json")
        var text = try String(contentsOfFile: place.spec(2), encoding: .utf8)
        let brace = try #require(text.lastIndex(of: "}"))
        text.replaceSubrange(brace..., with: ", \"migrations\": {\"approve\": [\"soak\"]}}")
        try text.write(toFile: spec, atomically: true, encoding: .utf8)
        func go(_ verb: String, _ more: String...) async -> Place.Ran {
            await place.run([verb, spec, "--speed", "max"] + (verb == "plan" ? [] : ["--yes"]) + more)
        }
        #expect(await go("apply").code == 3)
        let wrong = await go("rollback", "--to", "1-2/soak")
        #expect(wrong.code == 1 && wrong.note.contains("[plan.noSuchStage]"), "\(wrong.note)")
        #expect(wrong.note.contains("1-2/verify, 1-2/shift-b-5,"), "\(wrong.note)")
        let back = await go("rollback", "--to", "1-2/shift-b-100")
        #expect(back.code == 0 && back.note.contains("Stage 1-2/back passed"), "\(back.note)")
        #expect(await place.run("status").result.contains("on the road 1-2 to phase 2"))
        let rest = await go("plan")
        #expect(rest.result.contains("Stage 1-2/shift-a-5") && !rest.result.contains("Stage 1-2/shift-b-50"))
        let none = await go("rollback", "--to", "1-2/shift-b-100")
        #expect(none.code == 0 && none.note.contains("No changes"), "\(none.note)")
        let start = await go("rollback", "--to", "1-2/verify")
        #expect(start.code == 0, "\(start.note)")
        #expect(await go("plan").result.contains("Stage 1-2/shift-b-5"))
        #expect(await place.run("fake", "traffic", "--json").result.contains("\"failed\": 0"))
        let on = await go("apply", "--approve", "soak")
        #expect(on.code == 0, "\(on.note)")
        #expect(await place.run("status").result.contains("phase 2,"))
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
