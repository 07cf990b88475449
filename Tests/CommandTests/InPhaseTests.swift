import Documents
import Testing
import Values

/// Changes that keep the phase and that users could notice: how they are walked, and what they cost.
@Suite struct InPhaseTests {
    private func apply(_ place: Place, _ phase: Int, _ settings: [String]) async -> Place.Ran {
        await place.run(["apply", place.spec(phase), "--yes", "--speed", "max"] + settings.flatMap { ["--set", $0] })
    }

    private func plan(_ place: Place, _ phase: Int, _ settings: [String]) async throws -> Value {
        try JSON.value(
            from: await place.run(
                ["plan", place.spec(phase), "--json", "--speed", "max"] + settings.flatMap { ["--set", $0] }
            ).result)
    }

    private func made(_ phase: Int, _ settings: [String] = []) async throws -> Place {
        let place = try Place()
        let ran = await apply(place, phase, settings)
        try #require(ran.code == 0, "\(ran.note)")
        return place
    }

    private func steps(_ plan: Value, in stage: String) -> [String] {
        (plan["steps"]?.elements ?? []).filter { $0.text("stage") == stage }.compactMap { $0.text("id") }
    }
    private func stages(_ plan: Value) -> [String] { plan["stages"]?.elements.compactMap { $0.text("name") } ?? [] }

    @Test(arguments: [("1.35", "1.36"), ("1.34", "1.36")])
    func `another Kubernetes version comes to the control plane first, then to kube-proxy and the nodes`(
        _ old: String, _ new: String
    ) async throws {
        let settings = ["cluster.version=\"\(new)\""]
        let place = try await made(2, ["cluster.version=\"\(old)\""])
        let before = try await place.failedRequests()
        let planned = try await plan(place, 2, settings)
        #expect(stages(planned) == ["kubernetes/control-plane", "kubernetes/nodes", "release/ap-south-1"])
        // The one that adds nodes is of the cluster's version.
        #expect(steps(planned, in: "release/ap-south-1") == ["update ap-south-1/autoscaler/deployment"])
        #expect(steps(planned, in: "kubernetes/control-plane") == ["update ap-south-1/cluster/control-plane"])
        #expect(
            steps(planned, in: "kubernetes/nodes") == [
                "update ap-south-1/cluster/addon/kube-proxy", "update ap-south-1/cluster/nodes",
            ])
        let ran = await apply(place, 2, settings)
        #expect(ran.code == 0, "\(ran.note)")
        #expect(ran.note.contains("available pods of ap-south-1/cluster/control-plane 100 %"), "\(ran.note)")
        #expect(try await place.failedRequests() == before)
        #expect(stages(try await plan(place, 2, settings)).isEmpty)
        // It never goes back.
        let back = await place.run("plan", place.spec(2), "--set", "cluster.version=\"\(old)\"", "--speed", "max")
        #expect(back.code == 1 && back.note.contains("plan.cannotLower"), "\(back.note)")
    }

    @Test func `an upgrade that stops between control plane and nodes goes on with the nodes`() async throws {
        let place = try await made(2, ["cluster.version=\"1.35\""])
        _ = await place.run(
            "fake", "break", "call", "eks.UpdateNodegroupVersion", "fail", "--times", "1000", "--code",
            "AccessDeniedException")
        let ran = await apply(place, 2, ["cluster.version=\"1.36\""])
        #expect(ran.code == 1, "\(ran.note)")
        _ = await place.run("fake", "mend")
        try place.loseState()
        let left = try await plan(place, 2, ["cluster.version=\"1.36\""])
        #expect(steps(left, in: "kubernetes/nodes") == ["update ap-south-1/cluster/nodes"], "\(stages(left))")
        let again = await apply(place, 2, ["cluster.version=\"1.36\""])
        #expect(again.code == 0 && again.note.contains("Stage kubernetes/nodes passed"), "\(again.note)")
    }

    @Test func `another instance class is proven, and taken back where users are not served`() async throws {
        let place = try await made(1)
        let settings = ["database.instanceClass=db.m7g.xlarge"]
        let before = try await place.failedRequests()
        #expect(stages(try await plan(place, 1, settings)) == ["resize/ap-south-1"])
        _ = await place.run("fake", "break", "targets", "shop-aps1-fleet", "--percent", "30")
        let stopped = await apply(place, 1, settings)
        #expect(stopped.code == 1 && stopped.note.contains("GATE FAILED: resize/ap-south-1"), "\(stopped.note)")
        _ = await place.run("fake", "mend")
        #expect(stages(try await plan(place, 1, [])).isEmpty)
        let broken = try await place.failedRequests()
        #expect(broken > before)
        let ran = await apply(place, 1, settings)
        #expect(ran.code == 0, "\(ran.note)")
        // Twenty requests come in a second, and the standby takes over in one minute.
        #expect((1...1200).contains(try await place.failedRequests() - broken))
        #expect(stages(try await plan(place, 1, settings)).isEmpty)
    }

    @Test(arguments: [1, 2, 3])
    func `a zone more costs nobody a request`(_ phase: Int) async throws {
        let place = try await made(phase, ["regions[0].zones=2"])
        let before = try await place.failedRequests()
        let planned = try await plan(place, phase, [])
        let made = (planned["steps"]?.elements ?? []).filter { $0.text("action") == "create" }.compactMap {
            $0.text("address")
        }
        for part in ["subnet/public-c", "subnet/private-c", "nat/c", "route-table/private-c"] {
            #expect(made.contains("ap-south-1/network/\(part)"), "\(made)")
        }
        let ran = await apply(place, phase, [])
        #expect(ran.code == 0, "\(ran.note)")
        #expect(try await place.failedRequests() == before)
        #expect(stages(try await plan(place, phase, [])).isEmpty)
    }

    @Test func `nodes of another type come beside the old, which go behind a gate, or stay`() async throws {
        let place = try await made(2)
        let settings = ["cluster.nodeType=m7g.xlarge"]
        let before = try await place.failedRequests()
        let planned = try await plan(place, 2, settings)
        #expect(stages(planned) == ["nodes/prepare", "nodes/retire"])
        #expect(
            steps(planned, in: "nodes/retire") == [
                "delete ap-south-1/cluster/targets#0", "delete ap-south-1/cluster/nodes#0",
            ])
        _ = await place.run("fake", "break", "targets", "shop-aps1-cluster", "--percent", "30")
        let stopped = await apply(place, 2, settings)
        #expect(stopped.code == 1 && stopped.note.contains("GATE FAILED: nodes/prepare"), "\(stopped.note)")
        _ = await place.run("fake", "mend")
        let back = try await plan(place, 2, [])
        #expect(stages(back).isEmpty, "\(stages(back)) \(back["steps"]?.elements.compactMap { $0.text("id") } ?? [])")
        let broken = try await place.failedRequests()
        #expect(broken > before)
        let ran = await apply(place, 2, settings)
        #expect(ran.code == 0, "\(ran.note)")
        #expect(try await place.failedRequests() == broken)
        #expect(stages(try await plan(place, 2, settings)).isEmpty)
    }
}
