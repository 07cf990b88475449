import Foundation
import TestSupport
import Testing

/// The writer moves between two regions, and home again.
@Suite struct FailoverTests {
    private static let spec = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("specs/phase4.json").path
    private static let home = "ap-south-1"
    private static let far = "us-east-1"

    private static func built(_ more: String...) async throws -> Place {
        let place = try Place()
        let ran = await place.run(["apply", spec, "--yes", "--speed", "max"] + more)
        try #require(ran.code == 0, "\(ran.note)")
        return place
    }

    private func failover(_ place: Place, _ more: String..., answer: String? = nil) async -> Place.Ran {
        await place.run(["failover", Self.spec, "--to", Self.far, "--speed", "max"] + more, answer: answer)
    }

    private func failback(_ place: Place, _ more: String...) async -> Place.Ran {
        await place.run(["failback", Self.spec, "--yes", "--speed", "max"] + more)
    }

    private func expectEmptyPlan(_ place: Place, _ more: String...) async {
        let plan = await place.run(["plan", Self.spec, "--detailed-exitcode", "--speed", "max"] + more)
        #expect(plan.code == 0, "\(plan.result)\(plan.note)")
    }

    /// Requests that failed so far.
    private func failed(_ place: Place) async throws -> Int {
        let traffic = await place.run("fake", "traffic", "--json")
        let regions = try #require(
            try JSONSerialization.jsonObject(with: Data(traffic.result.utf8)) as? [[String: Any]], "\(traffic.result)")
        return regions.reduce(0) { $0 + ($1["failed"] as? Int ?? 0) }
    }

    private func status(_ place: Place) async -> String { await place.run("status").result }

    @Test func `a planned failover fails no request, and is what the platform is from then on`() async throws {
        let place = try await Self.built()
        let ran = await failover(place, "--planned", "--yes")
        #expect(ran.code == 0, "\(ran.note)")
        #expect(ran.note.contains("Stage failover/freeze passed: writes that may be missing"), "\(ran.note)")
        #expect(try await failed(place) == 0)
        await expectEmptyPlan(place)
        let status = await status(place)
        #expect(status.contains("writer: us-east-1, moved from ap-south-1"), "\(status)")
        #expect(status.contains("kept: ap-south-1/database/instance"), "\(status)")
        let again = await failover(place, "--planned", "--yes")
        #expect(again.code == 0 && again.note.contains("nothing is left to do"), "\(again.note)")
        // Neither is it forgotten when state is lost.
        try place.loseState()
        let lost = await place.run("apply", Self.spec, "--yes", "--speed", "max")
        #expect(lost.code == 0 && !lost.note.contains("replace"), "\(lost.note)")
        await expectEmptyPlan(place)
    }

    @Test func `a lost region's writer moves, is fenced when the region is back, and comes home`() async throws {
        let place = try await Self.built()
        _ = await place.run("fake", "break", "region", Self.home)
        let asked = await failover(place)
        #expect(asked.code == 1 && asked.note.contains("There is nobody to ask"), "\(asked.note)")
        #expect(asked.note.contains("DATA LOSS: writes acknowledged after"), "\(asked.note)")
        let planned = await failover(place, "--planned", "--yes")
        #expect(planned.code == 1 && planned.note.contains("[failover.noAnswer]"), "\(planned.note)")

        let ran = await failover(place, answer: "yes")
        #expect(ran.code == 0 && ran.note.contains("NOT FENCED: ap-south-1"), "\(ran.note)")
        // Nothing global is touched, and nothing where nobody answers.
        #expect(!ran.note.contains("changed global/") && !ran.note.contains("changed ap-south-1/"), "\(ran.note)")
        let before = try await failed(place)
        _ = await place.run("plan", Self.spec, "--speed", "max")
        #expect(try await failed(place) == before, "Reads and writes are served.")

        _ = await place.run("fake", "mend")
        let fenced = await place.run("apply", Self.spec, "--yes", "--speed", "max")
        #expect(fenced.code == 0, "\(fenced.note)")
        for what in [
            "deleted ap-south-1/database/ingress/cluster", "changed ap-south-1/database/parameter-group",
            "kept ap-south-1/database/instance",
        ] { #expect(fenced.note.contains(what), "\(fenced.note)") }
        await expectEmptyPlan(place)

        let back = await failback(place)
        #expect(back.code == 0, "\(back.note)")
        await expectEmptyPlan(place)
        let status = await status(place)
        #expect(status.contains("writer: ap-south-1, moved from us-east-1"), "\(status)")
        #expect(status.contains("kept: us-east-1/database/instance"), "\(status)")
        #expect(try await failed(place) == before)
        // And over once more, to the copy that the way home left there.
        let over = await failover(place, "--planned", "--yes")
        #expect(over.code == 0, "\(over.note)")
        await expectEmptyPlan(place)
    }

    @Test(arguments: [
        "rds.ModifyDBParameterGroup", "ssm.PutParameter", "rds.PromoteReadReplica",
        "ec2.RevokeSecurityGroupIngress", "cloudwatch.DeleteAlarms",
    ])
    func `interrupted, it goes on, and apply does not undo it`(_ operation: String) async throws {
        let code = Place.refusal(of: operation)
        for isResumedByApply in [false, true] {
            let place = try await Self.built()
            _ = await place.run("fake", "break", "call", operation, "fail", "--times", "1000", "--code", code)
            let stopped = await failover(place, "--planned", "--yes")
            #expect(stopped.code == 1, "\(stopped.note)")
            _ = await place.run("fake", "mend")
            if isResumedByApply {
                let applied = await place.run("apply", Self.spec, "--yes", "--speed", "max")
                #expect(applied.code == 0, "\(applied.note)")
                await expectEmptyPlan(place)
            }
            let again = await failover(place, "--planned", "--yes")
            #expect(again.code == 0, "\(again.note)")
            await expectEmptyPlan(place)
            #expect(try await failed(place) == 0)
        }
    }

    @Test func `a way home that was interrupted goes on`() async throws {
        let place = try await Self.built()
        try #require(await failover(place, "--planned", "--yes").code == 0)
        for operation in ["rds.CreateDBInstanceReadReplica", "rds.PromoteReadReplica"] {
            _ = await place.run(
                "fake", "break", "call", operation, "fail", "--times", "1000", "--code",
                Place.refusal(of: operation))
            let stopped = await failback(place)
            #expect(stopped.code == 1, "\(stopped.note)")
            _ = await place.run("fake", "mend")
        }
        let back = await failback(place)
        #expect(back.code == 0, "\(back.note)")
        await expectEmptyPlan(place)
        #expect(try await failed(place) == 0)
    }

    @Test func `what can't be measured is not risked silently`() async throws {
        let place = try await Self.built()
        _ = await place.run(
            "fake", "break", "call", "cloudwatch.GetMetricData", "fail", "--times", "1000", "--code", "AccessDenied")
        let refused = await failover(place, "--yes")
        #expect(refused.code == 1 && refused.note.contains("[failover.unknownLoss]"), "\(refused.note)")
        let accepted = await failover(place, "--yes", "--accept-unknown-loss")
        #expect(accepted.code == 0 && accepted.note.contains("DATA LOSS UNKNOWN"), "\(accepted.note)")
        // The region answers, so that it was fenced first.
        #expect(accepted.note.contains("AP-SOUTH-1 ANSWERS: with --planned"), "\(accepted.note)")
        #expect(accepted.note.contains("Stage failover/fence passed"), "\(accepted.note)")
        await expectEmptyPlan(place)
    }

    @Test func `regions that refuse writes read their copy only, before and after`() async throws {
        let setting = "database.remoteWrites=refuse"
        let place = try await Self.built("--set", setting)
        let ran = await failover(place, "--planned", "--yes", "--set", setting)
        #expect(ran.code == 0, "\(ran.note)")
        await expectEmptyPlan(place, "--set", setting)
        let back = await failback(place, "--set", setting)
        #expect(back.code == 0, "\(back.note)")
        await expectEmptyPlan(place, "--set", setting)
    }

    @Test func `it is refused where there is nowhere to go, and the writer's region can't be left behind`() async throws
    {
        let place = try Place()
        _ = await place.apply(3)
        let early = await failover(place, "--yes")
        #expect(early.code == 1 && early.note.contains("[failover.oneRegion]"), "\(early.note)")
        let nowhere = await place.run("failover", Self.spec, "--to", "eu-west-1", "--yes", "--speed", "max")
        #expect(nowhere.code == 64 && nowhere.note.contains("One of: ap-south-1, us-east-1"), "\(nowhere.note)")

        let away = try await Self.built()
        try #require(await failover(away, "--planned", "--yes").code == 0)
        let down = await away.apply(3)
        #expect(down.code == 1 && down.note.contains("[plan.writerAway]"), "\(down.note)")
    }

    @Test func `a promoted copy is never replaced, even when nothing tells where the writer stands`() async throws {
        let place = try await Self.built()
        try #require(await failover(place, "--planned", "--yes").code == 0)
        try place.loseState()
        for region in [Self.home, Self.far] {
            let gone = await place.run("fake", "delete", "/reconcile/shop/standing", "--region", region)
            try #require(gone.code == 0, "\(gone.note)")
        }
        let plan = await place.run("plan", Self.spec, "--speed", "max")
        #expect(plan.code == 1 && plan.note.contains("[plan.protected]"), "\(plan.note)")
    }
}
