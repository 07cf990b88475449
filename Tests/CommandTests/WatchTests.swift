import Documents
import Foundation
import TestSupport
import Testing
import Values

/// The loop.
struct WatchTests {
    @Test func `a cycle tells drift by property, and brings it back when asked`() async throws {
        let place = try Place()
        #expect(await place.apply(0).code == 0)
        _ = await place.run("fake", "set", "shop/a", "tags.team=payments")
        try place.expect(await place.run("watch", place.spec(0), "--cycles", "2", "--speed", "max"), "watch-looks")
        try place.expect(
            await place.run("watch", place.spec(0), "--cycles", "2", "--speed", "max", "--apply"), "watch-applies")
        let json = await place.run("watch", place.spec(0), "--cycles", "3", "--speed", "max", "--json")
        let lines = try json.result.split(separator: "\n").map { try JSON.value(from: String($0)) }
        #expect(lines.map { $0.text("type") } == ["version", "cycle", "cycle", "cycle"])
        let times = lines.compactMap { $0.text("at").flatMap { Instant(timestamp: $0) } }
        for (one, next) in zip(times, times.dropFirst()) { #expect(next - one >= .seconds(60), "\(one) \(next)") }
    }

    @Test func `after failures the pause grows, and the cause is told`() async throws {
        let place = try Place()
        #expect(await place.apply(0).code == 0)
        _ = await place.run(
            "fake", "break", "call", "ec2.DescribeVpcs", "fail", "--times", "100000", "--code", "UnauthorizedOperation")
        let json = await place.run("watch", place.spec(0), "--cycles", "4", "--speed", "max", "--json")
        #expect(json.code == 0, "\(json.note)")
        let cycles = try json.result.split(separator: "\n").dropFirst().map { try JSON.value(from: String($0)) }
        #expect(
            cycles.allSatisfy { $0.text("result") == "failed" && $0.text("failure")?.contains("DescribeVpcs") == true })
        let times = cycles.compactMap { $0.text("at").flatMap { Instant(timestamp: $0) } }
        let pauses = zip(times, times.dropFirst()).map { ($0.1 - $0.0).seconds }
        #expect(pauses.count == 3 && pauses[0] >= 120 && pauses[1] >= 240 && pauses[2] >= 480, "\(pauses)")
        #expect(await place.run("watch", place.spec(0), "--interval", "soon").code == 64)
    }

    @Test func `the real program watches, reads its spec again, and ends as it should`() async throws {
        let scratch = try Scratch()
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("reconcile").path
        let ran = try await Tool.run(
            PythonTool.interpreter,
            [
                PythonTool.root.appendingPathComponent("Tests/scripts/check_watch.py").path, "--binary", program,
                "--folder", scratch.path, "--cycles", "10",
            ], in: scratch.path)
        #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    }
}
