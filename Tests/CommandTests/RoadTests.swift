import Documents
import Testing
import Values

/// Runs that were interrupted between two phases, and what another spec may do then.
@Suite struct RoadTests {
    @Test(arguments: [1, 0, 3, 4])
    func `another phase is refused in the middle of a road, and told how to go on`(_ phase: Int) async throws {
        let place = try await Place.interrupted(at: "eks.CreateNodegroup")
        let spec = place.spec(phase)
        for command in [["plan", spec], ["apply", spec, "--yes"], ["step", spec, "--yes"]] {
            let ran = await place.run(command + ["--speed", "max"])
            #expect(ran.code == 1)
            #expect(ran.note.contains("[plan.otherCourse]"), "\(ran.note)")
            #expect(ran.note.contains("Finish it: reconcile apply \(place.spec(2)) --state \(place.state)"))
            #expect(ran.note.contains("--abandon"))
        }
        let finished = await place.apply(2)
        #expect(finished.code == 0, "\(finished.note)")
        let plan = await place.run("plan", spec, "--speed", "max")
        #expect(plan.code == 0)
    }

    @Test func `a spec that differs inside the phase simply converges`() async throws {
        let place = try await Place.interrupted(at: "eks.CreateNodegroup")
        let ran = await place.apply(2, "--set", "tags.team=payments")
        #expect(ran.code == 0, "\(ran.note)")
        let again = await place.run(
            "plan", place.spec(2), "--set", "tags.team=payments", "--detailed-exitcode", "--speed", "max")
        #expect(again.code == 0, "\(again.result)")
    }

    @Test func `what was only prepared may be given up`() async throws {
        let place = try await Place.interrupted(at: "eks.CreateNodegroup")
        let back = await place.apply(1, "--abandon")
        #expect(back.code == 0, "\(back.note)")
        let plan = await place.run("plan", place.spec(1), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
        let status = await place.run("status", "--json")
        #expect(status.result.contains("\"phase\": 1"))
        #expect(status.result.contains("\"road\": null"))
    }

    @Test func `further on than the road is allowed when it is asked for`() async throws {
        let place = try await Place.interrupted(at: "eks.CreateNodegroup")
        let on = await place.apply(3, "--abandon")
        #expect(on.code == 0, "\(on.note)")
        let plan = await place.run("plan", place.spec(3), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
    }

    @Test func `what was shifted must be finished before the way back`() async throws {
        let place = try await Place.interrupted(at: "autoscaling.DeleteAutoScalingGroup")
        let refused = await place.apply(1, "--abandon")
        #expect(refused.code == 1)
        #expect(refused.note.contains("[plan.mustFinish]"), "\(refused.note)")
        let finished = await place.apply(2)
        #expect(finished.code == 0, "\(finished.note)")
        let back = await place.apply(1)
        #expect(back.code == 0, "\(back.note)")
    }

    @Test func `once a part of the requests moves, the road must be finished`() async throws {
        let place = try await Place.interrupted(at: "elbv2.ModifyRule")
        let status = await place.run("status", "--json")
        #expect(status.result.contains("\"stage\": \"shift\""), "\(status.result)")
        let refused = await place.apply(1, "--abandon")
        #expect(refused.code == 1)
        #expect(refused.note.contains("[plan.mustFinish]"), "\(refused.note)")
    }

    @Test func `a shift that was taken back whole may be given up`() async throws {
        let place = try await Place.interrupted(at: "elbv2.ModifyRule")
        _ = await place.run("fake", "break", "targets", "shop-aps1-cluster", "--percent", "30")
        let failed = await place.apply(2)
        try #require(failed.note.contains("GATE FAILED: 1-2/shift-b-"), "\(failed.note)")
        let back = await place.apply(1, "--abandon")
        #expect(back.code == 0, "\(back.note)")
        let plan = await place.run("plan", place.spec(1), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
    }

    @Test func `a region that the spec no longer names is not forgotten when state is lost`() async throws {
        let place = try Place()
        #expect(await place.apply(4).code == 0)
        // Before the road, and in the middle of it.
        for refusal in [nil, "rds.DeleteDBInstance"] {
            if let refusal {
                _ = await place.run(
                    "fake", "break", "call", refusal, "fail", "--times", "1000", "--code",
                    Place.refusal(of: refusal))
                #expect(await place.apply(3).code == 1)
                _ = await place.run("fake", "mend")
            }
            try place.loseState()
            let ran = await place.run("plan", place.spec(3), "--speed", "max")
            let told = "shop also stands in us-east-1, which neither spec nor state names"
            #expect(ran.note.contains(told), "\(ran.note)")
        }
        #expect(await place.apply(3).code == 0)
        let left = await place.run("fake", "list", "--json")
        #expect(!left.result.contains("us-east-1/database"), "\(left.result)")
    }

    /// Whichever of the two leaves: health checkers who are shut out of one would lead everybody to the other.
    @Test func `until users are led elsewhere, both regions of the road back serve their own`() async throws {
        let place = try Place()
        try #require(await place.apply(4).code == 0)
        func answered() async throws -> [String: Int] {
            let traffic = try JSON.value(from: await place.run("fake", "traffic", "--json").result)
            let rows = traffic.elements.map { ($0.text("region") ?? "", $0.number("answered") ?? 0) }
            return Dictionary(uniqueKeysWithValues: rows)
        }
        let before = try await answered()
        _ = await place.run(
            "fake", "break", "call", "route53.ChangeResourceRecordSets", "fail", "--times", "1000", "--code",
            Place.refusal(of: "route53.ChangeResourceRecordSets"))
        let stopped = await place.apply(3)
        #expect(stopped.code == 1 && stopped.note.contains("Stage 4-3/verify passed"), "\(stopped.note)")
        let growth = try await answered().merging(before) { $0 - $1 }
        let (home, far) = (growth["ap-south-1"] ?? 0, growth["us-east-1"] ?? 0)
        #expect(home > 300 && abs(home - far) < home / 10, "\(growth)")
        #expect(!stopped.note.contains("changed ap-south-1/database/secret"), "\(stopped.note)")
        _ = await place.run("fake", "mend")
        #expect(await place.apply(3).code == 0)
    }

    @Test func `a lost state file loses neither phase nor road`() async throws {
        let place = try await Place.interrupted(at: "elbv2.ModifyRule")
        try place.loseState()
        let elsewhere = await place.apply(1)
        #expect(elsewhere.code == 1)
        #expect(elsewhere.note.contains("[plan.mustFinish]"), "\(elsewhere.note)")
        let finished = await place.apply(2)
        #expect(finished.code == 0, "\(finished.note)")
        #expect(finished.note.contains("shop: phase 1 -> phase 2"), "\(finished.note)")
        #expect(finished.note.contains("Stage 1-2/shift-b-25 passed"), "\(finished.note)")
        try place.loseState()
        let plan = await place.run("plan", place.spec(1), "--speed", "max")
        #expect(plan.result.contains("shop: phase 2 -> phase 1"), "\(plan.result.prefix(300))")
    }

    @Test func `a step on a road leaves the platform on it`() async throws {
        let place = try Place()
        _ = await place.apply(1)
        let step = await place.run("step", place.spec(2), "--yes", "--speed", "max")
        #expect(step.code == 0, "\(step.note)")
        let status = await place.run("status")
        #expect(status.result.contains("on the road 1-2"), "\(status.result)")
        #expect(await place.apply(1).code == 1)
        #expect(await place.apply(2).code == 0)
        #expect(await place.run("status").result.contains("phase 2,"))
    }

    @Test func `a part of the way does not count as its end`() async throws {
        let place = try Place()
        _ = await place.apply(1)
        let part = await place.apply(2, "--target", "ap-south-1/logs")
        #expect(part.code == 0, "\(part.note)")
        let plan = await place.run("plan", place.spec(2), "--speed", "max")
        #expect(plan.result.contains("phase 1 -> phase 2"), "\(plan.result.prefix(300))")
    }

    @Test func `what was begun from nothing is built on, whatever the spec wants now`() async throws {
        let place = try Place()
        _ = await place.run(
            "fake", "break", "call", "eks.CreateNodegroup", "fail", "--times", "1000", "--code", "AccessDeniedException"
        )
        #expect(await place.apply(3).code == 1)
        _ = await place.run("fake", "mend")
        let plan = await place.run("plan", place.spec(3), "--speed", "max")
        #expect(!plan.result.contains("Stage 2-3"), "\(plan.result.prefix(400))")
        let other = await place.apply(1)
        #expect(other.code == 0, "\(other.note)")
        let empty = await place.run("plan", place.spec(1), "--detailed-exitcode", "--speed", "max")
        #expect(empty.code == 0, "\(empty.result)")
    }
}
