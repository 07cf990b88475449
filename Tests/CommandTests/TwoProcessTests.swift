import Documents
import Foundation
import TestSupport
import Testing
import Values

/// Two runs of the built program on one state, and what a run leaves for the case that something goes wrong.
struct TwoProcessTests {
    private static var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("reconcile")
            .path
    }

    /// The first run is held up until the second has been refused; then it dies, and a third takes over.
    private static let script = #"""
        set -u
        run() { "$PROGRAM" "$@" --state "$PLACE/state.db"; }
        # Nine simulated seconds in a real one: it is busy for a while, and is not waited for.
        "$PROGRAM" apply "$SPEC" --yes --speed 9 --state "$PLACE/state.db" > first.out 2>&1 &
        first=$!
        for _ in $(seq 600); do run status 2> /dev/null | grep -q '^Lease: process' && break; sleep 0.1; done
        run apply "$SPEC" --yes --speed max > second.out 2>&1
        echo "second $?"
        kill -KILL $first
        wait $first 2> /dev/null
        run apply "$SPEC" --yes --speed max > third.out 2>&1
        echo "third $?"
        run plan "$SPEC" --detailed-exitcode --speed max > /dev/null 2>&1
        echo "plan $?"
        """#

    @Test func `of two runs one works and the other says why not, and a dead one is taken over`() async throws {
        let scratch = try Scratch()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let ran = try await Tool.run(
            "/bin/bash", ["-c", Self.script], in: scratch.path,
            environment: [
                "PATH": "/usr/bin:/bin", "PROGRAM": Self.program, "PLACE": scratch.path,
                "SPEC": "\(root)/specs/phase0.json",
            ])
        let notes = try ["first", "second", "third"].map { try scratch.read("\($0).out") }
        #expect(ran.output == "second 1\nthird 0\nplan 0\n", "\(ran.output)\n\(notes.joined(separator: "\n---\n"))")
        #expect(notes[1].contains("[state.leaseHeld]") && notes[1].contains("--lock-timeout"))
    }

    @Test func `each run begins with a backup of what was known before it, and the newest five stay`() async throws {
        let place = try Place()
        func backups() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: place.path("backups")).filter { !$0.hasSuffix("-lock") }
                .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
        }
        #expect(await place.apply(0).code == 0)
        #expect(try backups().count == 1)
        let known = await place.run("state", "list").result
        _ = await place.run("apply", place.spec(0), "--set", "tags.team=other", "--yes", "--speed", "max")
        let made = try backups()
        #expect(made.count == 2)
        let before = try #require(made.last)
        let listed = await place.run("state", "list", "--state", place.path("backups/\(before)"))
        #expect(listed.result == known)
        for turn in 0..<6 {
            let ran = await place.run(
                "apply", place.spec(0), "--set", "tags.team=t\(turn)", "--yes", "--speed", "max")
            #expect(ran.code == 0, "\(ran.note)")
        }
        #expect(try backups().count == 5)
    }
}
