import Documents
import Foundation
import Testing
import Values

/// `simulate` as scripts and people use it.
struct SimulateTests {
    @Test func `the same arguments give the same bytes, and the exit code says that every invariant held`()
        async throws
    {
        let place = try Place()
        let command = [
            "simulate", place.spec(1), "--from", place.spec(0), "--seed", "11", "--runs", "2", "--faults", "heavy",
            "--json",
        ]
        let first = await place.run(command)
        #expect(first.code == 0, "\(first.result) \(first.note)")
        #expect(await place.run(command).result == first.result)
        let summary = try #require(try JSON.value(from: first.result)["summary"])
        #expect(summary.number("runs") == 2 && summary.number("broken") == 0)
        let ended = ["converged", "rolledBack", "stopped"].compactMap { summary.number($0) }.reduce(0, +)
        #expect(ended == 2)
    }

    @Test func `a run that breaks an invariant fails, and its command repeats it`() async throws {
        let place = try Place()
        let command = [
            "simulate", place.spec(1), "--from", place.spec(0), "--runs", "1", "--canary", "intents", "--faults",
            "none",
        ]
        let ran = await place.run(command)
        #expect(ran.code == 1)
        #expect(ran.result.contains("I9 (No call changes anything before its intent is in the journal.)"))
        let line = try #require(ran.result.split(separator: "\n").first { $0.contains("--keep none") })
        let again = await place.run(line.split(separator: " ").dropFirst().map(String.init) + ["--json"])
        #expect(again.code == 1)
        #expect(
            await place.run(line.split(separator: " ").dropFirst().map(String.init) + ["--json"]).result == again.result
        )
    }

    @Test func `a call of which only half takes effect, with our death behind it, is finished by the next run`()
        async throws
    {
        let summary = try await rehearse(from: 2, runs: 4, deaths: "[0, 0]", "halfApplied")
        #expect(summary["reasons"]?.number("our own death") ?? 0 > 0, "\(summary)")
    }

    /// The summary of a road's rehearsals in which one thing goes wrong in each life, and no invariant breaks.
    private func rehearse(from phase: Int, runs: Int, deaths: String, _ kind: String) async throws -> Value {
        let place = try Place()
        let faults = place.path("faults.json")
        try #"{"version": 1, "deaths": \#(deaths), "chances": {"\#(kind)": 1000}}"#
            .write(toFile: faults, atomically: true, encoding: .utf8)
        let ran = await place.run(
            "simulate", place.spec(phase + 1), "--from", place.spec(phase), "--runs", "\(runs)", "--faults", faults,
            "--json")
        #expect(ran.code == 0, "\(ran.result)")
        return try JSON.value(from: ran.result)["summary"] ?? [:]
    }

    @Test(arguments: [0, 2])
    func `a run that is stopped while another takes over changes nothing more, and the work is done once`(from: Int)
        async throws
    {
        let summary = try await rehearse(from: from, runs: 8, deaths: "[0, 1]", "twoOfUs")
        #expect(summary["reasons"]?.number("state.fenced") ?? 0 > 0, "\(summary)")
    }

    @Test func `a rehearsal begins with the platform as it is in the state`() async throws {
        let place = try Place()
        #expect(await place.run("simulate", place.spec(1), "--from-state").code == 1, "there is none yet")
        #expect(await place.apply(0).code == 0)
        let ran = await place.run(
            "simulate", place.spec(1), "--from-state", "--runs", "1", "--faults", "light", "--json")
        #expect(ran.code == 0, "\(ran.result) \(ran.note)")
        let status = await place.run("status", "--json")
        #expect(status.result.contains("\"phase\": 0"), "the platform itself stays where it is")
    }

    @Test func `the page of a simulation needs no other file and holds what a reader wants`() async throws {
        let place = try Place()
        let page = place.path("report/rehearsals.html")
        let ran = await place.run(
            "simulate", place.spec(1), "--from", place.spec(0), "--runs", "1", "--faults", "heavy", "--report", page)
        #expect(ran.code == 0, "\(ran.result)")
        let html = try String(contentsOfFile: page, encoding: .utf8)
        for needed in [
            "<html lang=\"en\">", "viewport", "prefers-color-scheme", "id=\"time\" type=\"range\"", "The five worst",
        ] {
            #expect(html.contains(needed), "\(needed)")
        }
        for forbidden in ["http://", "https://", "src=", "@import", "url("] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
        let start = try #require(html.range(of: "id=\"data\">"))
        let end = try #require(html.range(of: "</script>", range: start.upperBound..<html.endIndex))
        let recordings = try JSON.value(from: String(html[start.upperBound..<end.lowerBound])).elements
        #expect(recordings.count == 2)
        #expect(
            recordings[0]["samples"]?.elements.isEmpty == false && recordings[0]["stages"]?.elements.isEmpty == false)
    }

    @Test func `what can't be is refused`() async throws {
        let place = try Place()
        #expect(await place.run("simulate", place.spec(1), "--faults", "terrible").code == 64)
        #expect(await place.run("simulate", place.spec(1), "--keep", "1,x").code == 64)
        #expect(await place.run("simulate", place.spec(1), "--without", "c").code == 64)
        #expect(await place.run("simulate", place.spec(1), "--from", place.spec(0), "--from-state").code == 64)
        try "{\"version\": 2}".write(toFile: place.path("faults.json"), atomically: true, encoding: .utf8)
        let ran = await place.run("simulate", place.spec(1), "--faults", place.path("faults.json"))
        #expect(ran.code == 1 && ran.note.contains("faults.json:1:13"), "\(ran.note)")
    }
}
