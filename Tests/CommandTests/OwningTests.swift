import Documents
import Foundation
import TestSupport
import Testing
import Values

/// What is ours and nobody wants, and what others made that somebody wants after all.
struct OwningTests {
    @Test func `what is kept, left over and unknown is listed, and a whole platform has no orphans`() async throws {
        let place = try Place()
        #expect(await place.apply(0).code == 0)
        let none = await place.run("orphans", place.spec(0), "--speed", "max", "--detailed-exitcode")
        #expect(none.code == 0 && none.result.contains("No orphans"), "\(none.result)\(none.note)")
        #expect(await place.apply(1).code == 0)
        let some = await place.run("orphans", place.spec(1), "--speed", "max", "--json", "--detailed-exitcode")
        #expect(some.code == 2, "\(some.note)")
        let list = try JSON.value(from: some.result).elements
        #expect(
            list.contains { $0.text("reason") == "kept" && $0.text("address") == "ap-south-1/instance/data-volume" })
        // Without a memory what no spec wants is unknown to us; its tags say that it is ours.
        let other = await place.run(
            "orphans", place.spec(0), "--speed", "max", "--state", place.path("other.db"), "--cloud",
            place.path("state.cloud.db"))
        #expect(other.result.contains("ap-south-1/fleet/group"), "\(other.result)")
        try place.expect(await place.run("orphans", place.spec(1), "--speed", "max"), "orphans")
    }

    @Test func `drift is taken over by the value of the spec that gives it`() async throws {
        let place = try Place()
        let file = place.path("spec.json")
        try FileManager.default.copyItem(atPath: place.spec(0), toPath: file)
        func run(_ words: String...) async -> Place.Ran { await place.run(words + ["--speed", "max"]) }
        #expect(await run("apply", file, "--yes").code == 0)
        _ = await place.run("fake", "set", "shop/a", "tags.team=payments")
        let asked = await run("accept", "ap-south-1/registry/a", file)
        #expect(asked.code == 1 && asked.result.contains("Tags.team: tags.team = \"payments\""), "\(asked.result)")
        let taken = await run("accept", "ap-south-1/registry/a", file, "--yes", "--write")
        #expect(taken.code == 0, "\(taken.note)")
        let spec = try JSON.value(from: try String(contentsOfFile: file, encoding: .utf8))
        #expect(spec["tags"]?.text("team") == "payments")
        // The tag is the spec's for everything, so the rest follows; the one that drifted is as wanted.
        let plan = await run("plan", file)
        #expect(!plan.result.contains("registry/a "), "\(plan.result)")
        #expect(plan.result.contains("registry/b"), "\(plan.result)")
        #expect(await run("apply", file, "--yes").code == 0)
        #expect(await run("accept", "ap-south-1/registry/a", file).note.contains("has not drifted"))
    }

    @Test func `what no value of the spec gives goes to ignore, and is left alone then`() async throws {
        let place = try Place()
        let file = place.path("spec.json")
        try FileManager.default.copyItem(atPath: place.spec(0), toPath: file)
        func run(_ words: String...) async -> Place.Ran { await place.run(words + ["--speed", "max"]) }
        #expect(await run("apply", file, "--yes").code == 0)
        _ = await place.run("fake", "set", "shop/a", "imageTagMutability=MUTABLE")
        let drift = await run("plan", file, "--refresh-only")
        try #require(drift.result.contains("registry/a"), "\(drift.result)")
        let taken = await run("accept", "ap-south-1/registry/a", file, "--yes", "--write")
        #expect(taken.code == 0 && taken.result.contains("\"ignore\""), "\(taken.result)\(taken.note)")
        let plan = await run("plan", file, "--detailed-exitcode")
        #expect(plan.code == 0, "\(plan.result)")
    }

    @Test func `a run is told as it was asked`() async throws {
        let place = try Place()
        let quiet = await place.apply(0, "--progress", "quiet")
        #expect(quiet.code == 0)
        #expect(quiet.note.contains("Quiet, as asked") && quiet.note.contains("Done: "), "\(quiet.note)")
        #expect(!quiet.note.contains("[1/"))
        let tty = await place.apply(0, "--progress", "tty")
        #expect(tty.code == 1 && tty.note.contains("no terminal"))
        let json = await place.run(
            "apply", place.spec(0), "--set", "tags.team=payments", "--yes", "--speed", "max", "--progress", "json")
        let lines = json.note.split(separator: "\n").filter { $0.hasPrefix("{") }
        let types = try lines.map { try JSON.value(from: String($0)).text("type") }
        #expect(types.first == "version" && types.last == "result" && types.contains("stepDone"), "\(json.note)")
        #expect(json.result.hasPrefix("url = "))
    }
}

extension OwningTests {
    @Test func `what exists and is nobody's becomes the platform's, and what is somebody's does not`() async throws {
        let place = try Place()
        func run(_ words: String...) async -> Place.Ran { await place.run(words + ["--speed", "max"]) }
        #expect(await place.apply(0).code == 0)
        let address = "ap-south-1/network/endpoint/s3"
        let shown = try JSON.value(from: await place.run("show", address, "--json").result)
        let id = try #require(shown.text("id"))
        #expect(await run("import", address, id, place.spec(0), "--yes").note.contains("is there already"))
        // Somebody else's, as far as its tags say.
        _ = await place.run("fake", "set", id, "tags.reconcile:platform=other")
        _ = await place.run("state", "rm", address)
        let taken = await run("import", address, id, place.spec(0), "--yes")
        #expect(taken.code == 1 && taken.note.contains("[Provider.Taken]"), "\(taken.note)")
        // Nobody's.
        _ = await place.run("fake", "set", id, "tags.reconcile:platform=")
        #expect(await run("plan", place.spec(0)).result.contains("Plan: 1 to create"))
        let wrong = await run(
            "import", "ap-south-1/network/endpoint/s3", "igw-0123456789abcdef0", place.spec(0), "--yes")
        #expect(wrong.code == 1, "\(wrong.note)")
        let imported = await run("import", address, id, place.spec(0), "--yes")
        #expect(imported.code == 0, "\(imported.note)")
        let plan = await run("plan", place.spec(0))
        #expect(plan.result.contains("Plan: 1 to adopt."), "\(plan.result)")
        #expect(await place.apply(0).code == 0)
        #expect(try JSON.value(from: await place.run("show", address, "--json").result).text("id") == id)
        let other = await run("import", "ap-south-1/registri/a", "x", place.spec(0), "--yes")
        #expect(other.note.contains("Did you mean ap-south-1/registry/a?"))
    }
}

extension OwningTests {
    @Test(arguments: [
        ("ap-south-1/registry/a", "shop/a"), ("ap-south-1/logs/platform", "/reconcile/shop/platform"),
        ("ap-south-1/database/secret", "shop/database"),
        ("ap-south-1/platform/standing", "/reconcile/shop/standing"),
    ]) func `what has the name that the spec gives is imported by it`(_ address: String, _ id: String) async throws {
        let place = try Place()
        func run(_ words: String...) async -> Place.Ran { await place.run(words + ["--speed", "max"]) }
        #expect(await place.apply(0).code == 0)
        _ = await place.run("fake", "set", id, "tags.reconcile:platform=other")
        _ = await place.run("fake", "set", id, "tags.keeper=bob")
        _ = await place.run("state", "rm", address)
        let taken = await run("import", address, id, place.spec(0), "--yes")
        #expect(taken.code == 1 && taken.note.contains("[Provider.Taken]"), "\(taken.note)")
        _ = await place.run("fake", "set", id, "tags.reconcile:platform=")
        let imported = await run("import", address, id, place.spec(0), "--yes")
        #expect(imported.code == 0, "\(imported.note)")
        // The tag of somebody else was left, and the plan says what becomes of it.
        let plan = await run("plan", place.spec(0))
        #expect(plan.result.contains("Plan: 1 to adopt.") || plan.result.contains("keeper"), "\(plan.result)")
        #expect(await place.apply(0).code == 0)
        #expect(await run("plan", place.spec(0), "--detailed-exitcode").code == 0)
    }

    @Test(arguments: [
        ("ap-south-1/registry/a", "shop/b", "[Provider.OtherName]"),
        ("ap-south-1/keys/data", "1234", "[Provider.NotFound]"),
        ("ap-south-1/network/route/public-internet", "rtb-1", "there is nothing to import"),
    ]) func `another name, what is not there and what has no tags is refused with what to do`(
        _ address: String, _ id: String, _ words: String
    ) async throws {
        let place = try Place()
        let ran = await place.run("import", address, id, place.spec(0), "--yes", "--speed", "max")
        #expect(ran.code == 1 && ran.note.contains(words), "\(ran.note)")
    }
}
