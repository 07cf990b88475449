import Documents
import Foundation
import TestSupport
import Testing
import Values

/// What holds a run up because people want it so: approvals, windows and pauses.
@Suite struct HoldTests {
    /// A shipped spec with rules for its runs, in the place's folder.
    private func spec(_ phase: Int, _ rules: Value, in place: Place) throws -> String {
        let text = try String(contentsOfFile: place.spec(phase), encoding: .utf8)
        var spec = try JSON.value(from: text)
        spec["migrations"] = rules
        let path = place.path("ruled\(phase).json")
        try JSON.text(of: spec).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func go(_ place: Place, _ spec: String, _ more: String...) async -> Place.Ran {
        await place.run(["apply", spec, "--yes", "--speed", "max"] + more)
    }

    /// When each stage of a run began, from what `--json` wrote.
    private func beginnings(_ ran: Place.Ran) throws -> [(stage: String, at: Instant)] {
        try ran.result.split(separator: "\n").compactMap { line in
            let event = try JSON.value(from: String(line))
            guard event.text("type") == "stageBegan", let stage = event.text("stage"),
                let at = event.text("at").flatMap({ Instant(timestamp: $0) })
            else { return nil }
            return (stage, at)
        }
    }

    @Test func `a stage that needs approval is asked for until somebody approves it`() async throws {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        let spec = try spec(2, ["approve": ["1-2/shift-b-5", "retire"]], in: place)
        let plan = await place.run("plan", spec, "--speed", "max")
        #expect(plan.result.contains("approval: a run stops before it until --approve 1-2/shift-b-5"), "\(plan.result)")
        let first = await go(place, spec)
        #expect(first.code == 3, "\(first.note)")
        #expect(
            first.note.contains("go on with: reconcile apply \(spec) --state \(place.state) --approve 1-2/shift-b-5"))
        #expect(first.note.contains("Stage 1-2/verify passed") && !first.note.contains("changed ap-south-1/front-door"))
        // Asked again, and again when nothing remembers that it was asked.
        #expect(await go(place, spec).code == 3)
        try place.loseState()
        let lost = await go(place, spec)
        #expect(lost.code == 3, "\(lost.note)")
        #expect(lost.note.contains("somebody must approve"))
        let other = await go(place, spec, "--approve", "1-2/retire")
        #expect(other.code == 3 && other.note.contains("--approve 1-2/shift-b-5"), "\(other.note)")
        let step = await place.run(
            "step", spec, "--stage", "--yes", "--speed", "max", "--approve", "1-2/shift-b-5")
        #expect(step.code == 0 && step.note.contains("Stage 1-2/shift-b-5 passed"), "\(step.note)")
        let second = await go(place, spec)
        #expect(second.code == 3 && second.note.contains("Stage 1-2/soak passed"), "\(second.note)")
        #expect(second.note.contains("--approve 1-2/retire"), "\(second.note)")
        let traffic = await place.run("fake", "traffic", "--json")
        #expect(traffic.result.contains("\"failed\": 0"), "\(traffic.result)")
        let last = await go(place, spec, "--approve", "retire")
        #expect(last.code == 0, "\(last.note)")
        #expect(await place.run("status").result.contains("phase 2,"))
    }

    @Test func `the way back waits for nobody`() async throws {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        let rules: Value = [
            "approve": ["shift", "retire", "2-1"], "windows": [["days": ["mon"], "from": "03:00", "to": "03:01"]],
        ]
        let spec = try spec(2, rules, in: place)
        #expect(await go(place, spec).code == 3)
        let back = await place.run("rollback", spec, "--yes", "--speed", "max", "--json")
        #expect(back.code == 0, "\(back.note)")
        #expect(!back.result.contains("stageWaits") && !back.result.contains("approvalNeeded"))
        #expect(await place.run("status").result.contains("phase 1,"))
    }

    @Test func `what users may notice begins in a window, and writes are not frozen until the next one`() async throws {
        let place = try Place()
        #expect(await place.apply(0).code == 0)
        // A minute is too short for the freeze: what follows it must not wait for the next day.
        let spec = try spec(1, ["windows": [["from": "23:59", "to": "00:00", "zone": "+05:30"]]], in: place)
        let plan = await place.run("plan", spec, "--speed", "max")
        #expect(plan.result.contains("window: it begins only daily 23:59 to 00:00 (+05:30)"), "\(plan.result)")
        let ran = await go(place, spec, "--json")
        #expect(ran.code == 0, "\(ran.note)")
        let began = try beginnings(ran)
        let shifts = began.filter { $0.stage.contains("/shift") || $0.stage.hasSuffix("/freeze") }
        #expect(shifts.count > 3)
        for (stage, at) in shifts { #expect(at.civil.time / 60 == 18 * 60 + 29, "\(stage) began at \(at.timestamp)") }
        let freeze = try #require(began.first { $0.stage == "0-1/freeze" })
        let thaw = try #require(began.first { $0.stage == "0-1/thaw" })
        #expect(thaw.at - freeze.at < .minutes(5), "\(freeze.at.timestamp) \(thaw.at.timestamp)")
        #expect(ran.result.contains("\"type\":\"stageWaits\""))
    }

    @Test func `a stage that takes longer than it may ends the run, which goes on when asked`() async throws {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        let short = try spec(2, ["timeLimits": ["prepare": 2]], in: place)
        let ran = await go(place, short)
        #expect(ran.code == 1 && ran.note.contains("[Engine.StageTimeLimit]"), "\(ran.note)")
        #expect(!ran.note.contains("Stage 1-2/prepare passed"))
        #expect(await place.apply(2).code == 0)
    }

    @Test(arguments: [
        ("{\"approve\": [\"shft\"]}", "spec.unknownStage"), ("{\"approve\": [\"1-3/shift\"]}", "spec.unknownStage"),
        ("{\"timeLimits\": {\"soak\": 0}}", "spec.outOfRange"),
        ("{\"windows\": [{\"from\": \"25:00\", \"to\": \"04:00\"}]}", "spec.outOfRange"),
        ("{\"windows\": [{\"from\": \"04:00\", \"to\": \"04:00\"}]}", "spec.emptyWindow"),
        ("{\"windows\": [{\"from\": \"04:00\"}]}", "spec.missingField"),
        ("{\"windows\": [{\"from\": \"04:00\", \"to\": \"05:00\", \"zone\": \"IST\"}]}", "spec.outOfRange"),
        ("{\"windows\": [{\"days\": [\"friday\"], \"from\": \"04:00\", \"to\": \"05:00\"}]}", "spec.outOfRange"),
    ])
    func `rules that mean nothing are told`(_ rules: String, _ code: String) async throws {
        let place = try Place()
        let ran = await place.run("validate", try spec(2, JSON.value(from: rules), in: place))
        #expect(ran.code == 1 && (ran.note + ran.result).contains(code), "\(ran.note)\(ran.result)")
    }

    private static let script = #"""
        set -u
        run() { "$PROGRAM" "$@" --state "$PLACE/state.db"; }
        until_seen() { for _ in $(seq 600); do grep -q "$1" "$2" && return; sleep 0.1; done; echo "never: $1"; }
        # Nine simulated seconds in a real one: it is busy for a while, and is not waited for.
        "$PROGRAM" apply "$SPEC" --yes --speed 9 --state "$PLACE/state.db" > first.out 2>&1 &
        first=$!
        for _ in $(seq 600); do run status 2> /dev/null | grep -q '^Lease: process' && break; sleep 0.1; done
        for _ in $(seq 600); do run pause > pause.out 2>&1 && break; sleep 0.1; done
        until_seen "^Paused: " first.out
        run resume > /dev/null
        until_seen "^Resumed" first.out
        run pause > /dev/null
        kill -KILL $first
        wait $first 2> /dev/null
        run apply "$SPEC" --yes --speed max > second.out 2>&1
        echo "second $?"
        run status | grep -c "paused since"
        run resume
        run apply "$SPEC" --yes --speed max > third.out 2>&1
        echo "third $?"
        """#

    @Test func `another terminal pauses a live run, which state remembers when it is killed`() async throws {
        let scratch = try Scratch()
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("reconcile").path
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let ran = try await Tool.run(
            "/bin/bash", ["-c", Self.script], in: scratch.path,
            environment: [
                "PATH": "/usr/bin:/bin", "PROGRAM": program, "PLACE": scratch.path, "SPEC": "\(root)/specs/phase0.json",
            ])
        let notes = try ["first", "second", "third"].map { try scratch.read("\($0).out") }
        #expect(
            ran.output == "second 1\n1\nshop goes on: runs may begin again.\nthird 0\n",
            "\(ran.output)\n\(notes.joined(separator: "\n---\n"))")
        #expect(notes[1].contains("[run.paused]") && notes[1].contains("reconcile resume --platform shop"))
    }
}
