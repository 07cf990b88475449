import Documents
import Foundation
import TestSupport
import Testing
import Values

/// Plans as comments, and the script that writes them.
struct MarkdownTests {
    private func markdown(_ place: Place, _ words: String...) async -> Place.Ran {
        await place.run(["plan"] + words + ["--format", "markdown", "--speed", "max"])
    }

    @Test func `the comment on a plan reads like this`() async throws {
        let place = try Place()
        try place.expect(await markdown(place, place.spec(0)), "markdown-0")
        #expect(await place.apply(0).code == 0)
        try place.expect(await markdown(place, place.spec(0)), "markdown-none")
        try place.expect(
            await markdown(
                place, place.spec(0), "--set", "tags.team=`a` <b> @c", "--set", "compute.instanceType=t4g.xlarge"),
            "markdown-change")
        try place.expect(await markdown(place, place.spec(1)), "markdown-0-1")
        _ = await place.run("fake", "set", "shop/a", "tags.team=payments")
        try place.expect(await markdown(place, place.spec(0), "--refresh-only"), "markdown-drift")
        #expect(await markdown(place, place.spec(0), "--json").code == 64)
    }

    @Test func `it stays below the size of a comment, and counts what it has no room for`() async throws {
        let place = try Place()
        let whole = await markdown(place, place.spec(4))
        #expect(whole.code == 0 && whole.result.utf8.count < 60_000 && !whole.result.contains("more;"))
        #expect(whole.result == (await markdown(place, place.spec(4)).result))
        var spec = try JSON.value(from: try String(contentsOfFile: place.spec(2), encoding: .utf8))
        spec["gitOps"] = nil
        spec["services"] = .list(
            (0..<300).map {
                [
                    "name": .string("service-\($0)"), "path": .string("/service-\($0)"),
                    "image": "public.ecr.aws/nginx/nginx:1.29",
                ]
            })
        spec["cluster"]?["maxNodes"] = 100
        let file = place.path("many.json")
        try JSON.pretty(spec).write(toFile: file, atomically: true, encoding: .utf8)
        let ran = await markdown(place, file)
        #expect(ran.code == 0, "\(ran.note)")
        #expect(ran.result.utf8.count < 60_000)
        let title = try #require(ran.result.firstMatch(of: /<summary>Create: ([0-9]+)</))
        let left = try #require(ran.result.firstMatch(of: /# and ([0-9]+) more;/))
        let shown = ran.result.split(separator: "\n").count { $0.hasPrefix("+ ") }
        #expect(Int(title.output.1) == shown + (Int(left.output.1) ?? 0))
        #expect(ran.result.contains("<summary>Stages, gates and ways back: 1<"))
    }

    /// A GitHub of our own on the loopback keeps the comments; the real program makes the plans.
    @Test func `the action's script keeps one comment up to date, and applies the plan that it showed`() async throws {
        let scratch = try Scratch()
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("reconcile").path
        let ran = try await Tool.run(
            PythonTool.interpreter,
            [
                PythonTool.root.appendingPathComponent("Tests/scripts/check_ci.py").path, "--binary", program,
                "--folder", scratch.path,
            ], in: scratch.path)
        #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    }
}
