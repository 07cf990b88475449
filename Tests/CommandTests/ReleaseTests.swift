import Documents
import Foundation
import TestSupport
import Testing
import Values

/// What services run is rolled out behind a gate, and rolled back where it does not serve.
@Suite struct ReleaseTests {
    private static let image = "public.ecr.aws/nginx/nginx:1.30-alpine"
    private static let settings = ["--set", "services[0].image=\"\(image)\""]

    private func apply(_ place: Place, _ phase: Int, _ settings: [String] = []) async throws -> Place.Ran {
        await place.run(["apply", try place.specOfOurOwn(phase), "--yes", "--speed", "max"] + settings)
    }

    private func stages(_ place: Place, _ phase: Int, _ settings: [String] = []) async throws -> [String] {
        let ran = await place.run(["plan", try place.specOfOurOwn(phase), "--json", "--speed", "max"] + settings)
        return try JSON.value(from: ran.result)["stages"]?.elements.compactMap { $0.text("name") } ?? []
    }

    private func made(_ phase: Int) async throws -> Place {
        let place = try Place()
        let ran = try await apply(place, phase)
        try #require(ran.code == 0, "\(ran.note)")
        return place
    }

    /// Users were failed, and what ran before runs again.
    private func expectTakenBack(_ stopped: Place.Ran, _ place: Place, _ phase: Int) async throws {
        #expect(stopped.code == 1 && stopped.note.contains("GATE FAILED: release/ap-south-1"), "\(stopped.note)")
        #expect(stopped.note.contains("Rolled back"), "\(stopped.note)")
        _ = await place.run("fake", "mend")
        #expect(try await stages(place, phase).isEmpty)
    }

    private static let targets = [1: "shop-aps1-fleet", 2: "shop-aps1-cluster"]

    @Test(arguments: [1, 2])
    func `a release that fails users is taken back at its gate, and one that serves them costs no request`(
        _ phase: Int
    ) async throws {
        let place = try await made(phase)
        let before = try await place.failedRequests()
        #expect(try await stages(place, phase, Self.settings) == ["release/ap-south-1"])
        _ = await place.run("fake", "break", "targets", Self.targets[phase] ?? "", "--percent", "30")
        let stopped = try await apply(place, phase, Self.settings)
        try await expectTakenBack(stopped, place, phase)
        let broken = try await place.failedRequests()
        #expect(broken > before)
        let ran = try await apply(place, phase, Self.settings)
        #expect(ran.code == 0 && ran.note.contains("Stage release/ap-south-1 passed"), "\(ran.note)")
        #expect(try await place.failedRequests() == broken)
        #expect(try await stages(place, phase, Self.settings).isEmpty)
    }

    @Test(arguments: [1, 2])
    func `an image that never turns healthy is taken back by itself, and users notice nothing`(
        _ phase: Int
    ) async throws {
        let place = try await made(phase)
        let before = try await place.failedRequests()
        _ = await place.run("fake", "break", "image", Self.image)
        let ran = try await apply(place, phase, Self.settings)
        #expect(ran.code == 1 && ran.note.contains("GATE FAILED: release/ap-south-1"), "\(ran.note)")
        #expect(ran.note.contains("Rolled back"), "\(ran.note)")
        #expect(try await place.failedRequests() == before)
        // What ran before runs again, though the image is broken still.
        #expect(try await stages(place, phase).isEmpty)
        _ = await place.run("fake", "mend")
        let again = try await apply(place, phase, Self.settings)
        #expect(again.code == 0, "\(again.note)")
        #expect(try await place.failedRequests() == before)
    }

    @Test func `a release reaches the users of one region after the other`() async throws {
        let place = try await made(4)
        let before = try await place.failedRequests()
        #expect(try await stages(place, 4, Self.settings) == ["release/ap-south-1", "release/us-east-1"])
        let ran = try await apply(place, 4, Self.settings)
        #expect(ran.code == 0, "\(ran.note)")
        #expect(try await place.failedRequests() == before)
        #expect(try await stages(place, 4, Self.settings).isEmpty)
    }

    @Test func `what a release needs comes before it, and a saved plan knows that failures take it back`() async throws
    {
        let place = try await made(2)
        let settings = Self.settings + ["--set", "services[0].maxReplicas=9"]
        let ran = await place.run(["plan", try place.specOfOurOwn(2), "--json", "--speed", "max"] + settings)
        let plan = try JSON.value(from: ran.result)
        #expect(plan["stages"]?.elements.compactMap { $0.text("name") } == ["change", "release/ap-south-1"])
        #expect(plan["stages"]?.elements.last?["undoneByFailure"] == true)
        let undo = plan["stages"]?.elements.last?["undoSteps"]?.elements ?? []
        #expect(undo.compactMap { $0.text("address") } == ["ap-south-1/services/a/deployment"])
    }

    /// A run of the built program that is killed once its log says something.
    private static let killed = #"""
        set -u
        "$PROGRAM" apply "$SPEC" --set "$SETTING" --yes --speed 30 --progress plain --state "$STATE" > "$LOG" 2>&1 &
        run=$!
        for _ in $(seq 1200); do grep -qF "$MARK" "$LOG" && break; sleep 0.05; done
        kill -KILL $run
        wait $run 2> /dev/null
        """#

    private func release(_ place: Place, _ phase: Int, killedAt mark: String) async throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("reconcile").path
        let log = place.path("killed.log")
        _ = try await Tool.run(
            "/bin/bash", ["-c", Self.killed], in: place.folder.path,
            environment: [
                "PATH": "/usr/bin:/bin", "PROGRAM": program, "SPEC": try place.specOfOurOwn(phase),
                "STATE": place.state,
                "SETTING": Self.settings[1], "LOG": log, "MARK": mark,
            ])
        let told = try String(contentsOfFile: log, encoding: .utf8)
        try #require(told.contains(mark) && !told.contains("release/ap-south-1 passed"), "\(told)")
    }

    /// Killed while instances are exchanged, and between the last step and the gate.
    @Test(arguments: [(1, "[1/2]"), (1, "[2/2]"), (2, "[1/1]")])
    func `a killed release goes on behind its gate, and what ran before it comes back if that fails`(
        _ phase: Int, _ mark: String
    ) async throws {
        let place = try await made(phase)
        try await release(place, phase, killedAt: mark)
        _ = await place.run("fake", "break", "targets", Self.targets[phase] ?? "", "--percent", "30")
        let stopped = try await apply(place, phase, Self.settings)
        try await expectTakenBack(stopped, place, phase)
    }

    @Test func `when only the gate of a release is left, the plan says so and is not empty`() async throws {
        let place = try await made(2)
        try await release(place, 2, killedAt: "[1/1]")
        let spec = try place.specOfOurOwn(2)
        let ran = await place.run(["plan", spec, "--detailed-exitcode", "--speed", "max"] + Self.settings)
        #expect(ran.code == 2)
        #expect(ran.result.contains("Plan: no step, but a gate to pass."), "\(ran.result)")
        #expect(ran.result.contains("no step: an earlier run took them, and ended before its gate"), "\(ran.result)")
        let proven = try await apply(place, 2, Self.settings)
        #expect(proven.code == 0 && proven.note.contains("Stage release/ap-south-1 passed"), "\(proven.note)")
        #expect(try await stages(place, 2, Self.settings).isEmpty)
    }

    @Test func `a killed release that is taken out of the spec again needs no proof`() async throws {
        let place = try await made(2)
        try await release(place, 2, killedAt: "[1/1]")
        #expect(try await stages(place, 2) == ["release/ap-south-1"])
        #expect(try await apply(place, 2).code == 0)
        #expect(try await stages(place, 2).isEmpty)
    }

    @Test func `what waits for what is released comes behind it`() async throws {
        let place = try Place()
        try #require(await place.apply(2).code == 0)
        // Somebody empties Argo CD's pods and takes its Application away: only the release brings it back.
        _ = await place.run("fake", "delete", "shop-aps1-cluster/argocd/shop")
        _ = await place.run("fake", "set", "shop-aps1-cluster/argocd/controller", "spec.template.spec.containers=[]")
        let plan = await place.run("plan", place.spec(2), "--json", "--speed", "max")
        let steps = try JSON.value(from: plan.result)["steps"]?.elements ?? []
        let order = steps.filter { $0.text("action") != "forget" }.map { $0.text("stage") ?? "" }
        #expect(order == ["release/ap-south-1", "settle"])
        let ran = await place.apply(2)
        #expect(ran.code == 0, "\(ran.note)")
        #expect(await place.run("plan", place.spec(2), "--speed", "max").result.contains("No changes"))
    }
}
