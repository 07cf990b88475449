import Documents
import Foundation
import TestSupport
import Testing
import Values

/// What the program says, word for word, where its words are what people and scripts rely on.
struct GoldenTests {
    private func expect(_ ran: Place.Ran, _ place: Place, _ name: String) throws {
        let difference = try Golden.difference(
            "exit code \(ran.code)\n--- results\n\(ran.result)--- notes\n\(ran.note)", from: name,
            hiding: [(place.folder.path, "PLACE"), (place.root, "ROOT")])
        #expect(difference == nil, "\(difference ?? "")")
    }

    private static let broken = """
        {
          "version": 1,
          "name": "Shop--1",
          "phase": 3,
          "account": "12345",
          "regoins": [],
          "regions": [
            {"name": "ap-south-9", "network": "10.0.0.0/8"},
            {"name": "us-east-1", "network": "10.1.0.0/16", "zones": 5},
            {"name": "us-east-1", "network": "10.1.128.0/17"}
          ],
          "services": [
            {"name": "a", "path": "/a", "port": 70000, "minReplicas": 9, "maxReplicas": 2},
            {"name": "a", "path": "/a", "image": "not an image", "environment": {"1X": "y", "OK": 5}},
            {"path": "b/", "memory": "big", "cachedRoutes": ["catalog"]}
          ],
          "database": {"engineVersion": "seventeen", "instanceClass": "m7g.large", "storage": 1},
          "cdn": {"priceClass": "PriceClass_1000"},
          "tags": {"Name": "x", "aws:y": "z"},
          "alertEmail": "nobody",
          "name": "shop"
        }
        """

    @Test func `a good spec is valid, whatever its phase`() async throws {
        let place = try Place()
        for phase in 0...4 {
            try expect(await place.run("validate", place.spec(phase)), place, "validate-\(phase).txt")
        }
        let json = await place.run("validate", place.spec(0), "--json")
        #expect(json.code == 0 && json.result == "{\n  \"diagnostics\": []\n}\n")
    }

    @Test func `a bad spec is told with all its problems at once, for people and for programs`() async throws {
        let place = try Place()
        try Self.broken.write(toFile: place.path("broken.json"), atomically: true, encoding: .utf8)
        try expect(await place.run("validate", place.path("broken.json")), place, "validate-broken.txt")
        try expect(await place.run("validate", place.path("broken.json"), "--json"), place, "validate-broken.json.txt")
        // The other commands say the same and do nothing.
        for command in [["plan"], ["apply", "--yes"], ["destroy", "--yes"], ["step", "--yes"]] {
            let ran = await place.run(command + [place.path("broken.json")])
            #expect(ran.code == 1 && ran.result.isEmpty)
            #expect(ran.note.contains("spec.unknownField") && ran.note.contains("nothing was done"))
        }
        #expect(!FileManager.default.fileExists(atPath: place.state))
    }

    @Test func `routes beyond CloudFront's quota are told by validate and by plan`() async throws {
        let place = try Place()
        var spec = try JSON.value(from: try String(contentsOfFile: place.spec(3), encoding: .utf8))
        spec["services"] = .list(
            (0..<80).map {
                ["name": .string("s\($0)"), "path": .string("/s\($0)"), "cachedRoutes": [.string("/s\($0)/*")]]
            })
        let file = place.path("routes.json")
        try JSON.pretty(spec).write(toFile: file, atomically: true, encoding: .utf8)
        try expect(await place.run("validate", file), place, "validate-routes.txt")
        let told = try JSON.value(from: await place.run("validate", file, "--json").result)["diagnostics"]?.elements
        #expect(told?.map { $0.text("severity") } == ["warning"])
        let plan = await place.run("plan", file, "--speed", "max")
        #expect(plan.code == 0 && plan.note.contains("warning:") && plan.note.contains("[blueprint.behavioursMerged]"))
        let json = try JSON.value(from: await place.run("plan", file, "--json", "--speed", "max").result)
        #expect(json["warnings"]?.texts.contains { $0.contains("6 of 80 cached routes") } == true)
    }

    @Test func `the plan of phase 0 reads like this, and its exit codes say what there is to do`() async throws {
        let place = try Place()
        try expect(await place.run("plan", place.spec(0), "--speed", "max"), place, "plan-0.txt")
        let json = await place.run("plan", place.spec(0), "--json", "--speed", "max")
        var plan = try JSON.value(from: json.result)
        // What the resources are is the blueprint's to prove; here stand the steps.
        plan["steps"] = .list(
            (plan["steps"]?.elements ?? []).map { step in
                var step = step
                step["properties"] = nil
                return step
            })
        let difference = try Golden.difference(JSON.pretty(plan) + "\n", from: "plan-0.json")
        #expect(difference == nil, "\(difference ?? "")")
        func code(_ more: String...) async -> Int32 {
            await place.run(["plan"] + more + ["--speed", "max", "--detailed-exitcode"]).code
        }
        #expect(await code(place.spec(0)) == 2)
        #expect(await place.apply(0).code == 0)
        #expect(await code(place.spec(0)) == 0)
        #expect(await code(place.spec(0), "--set", "tags.team=payments") == 2)
        #expect(await code(place.path("no-such.json")) == 1)
        #expect(await place.run("plan", place.spec(0), "--set", "tags.team=payments", "--speed", "max").code == 0)
    }

    @Test func `a platform from nothing to its end`() async throws {
        let place = try Place()
        let applied = await place.apply(0)
        #expect(applied.code == 0)
        try expect(
            Place.Ran(code: applied.code, result: applied.result, note: ""), place, "apply-0.txt")
        #expect(applied.note.contains("Done: "))
        for (name, words) in [
            ("show", ["show", "ap-south-1/network/subnet/public-a"]), ("output", ["output"]),
            ("state-list", ["state", "list"]), ("show-typo", ["show", "ap-south-1/network/vcp"]),
        ] { try expect(await place.run(words), place, "\(name).txt") }
        let refused = await place.run("destroy", place.spec(0), "--yes", "--speed", "max")
        try expect(refused, place, "destroy-protected.txt")
        let destroyed = await place.run(
            "destroy", place.spec(0), "--yes", "--speed", "max", "--allow-destroy", "ap-south-1/instance/data-volume")
        #expect(destroyed.code == 0, "\(destroyed.note)")
        #expect(await place.run("state", "list").result.isEmpty)
    }

    @Test(arguments: [
        ("no-command", ["aply", "spec.json"]), ("no-option", ["plan", "spec.json", "--detailed-exitcod"]),
        ("no-value", ["plan", "spec.json", "--out"]), ("no-spec", ["plan"]),
        ("two-specs", ["plan", "a.json", "b.json"]),
        ("bad-number", ["apply", "spec.json", "--parallelism", "many"]), ("no-file", ["validate", "no-such.json"]),
        ("bad-setting", ["validate", "no-such.json", "--set", "tags"]),
    ])
    func `wrong words are told with the right ones`(_ name: String, _ words: [String]) async throws {
        let place = try Place()
        try expect(await place.run(words), place, "wrong-\(name).txt")
    }

    @Test func `nothing is changed that nobody said yes to`() async throws {
        let place = try Place()
        let alone = await place.run("apply", place.spec(0), "--speed", "max")
        #expect(alone.code == 1)
        #expect(alone.note.contains("--yes"), "\(alone.note)")
        let no = await place.run(["apply", place.spec(0), "--speed", "max"], answer: "no")
        #expect(no.code == 1)
        #expect(no.note.contains("Nothing was changed."))
        #expect(await place.run("fake", "list", "--json").result == "[]\n")
        let yes = await place.run(["apply", place.spec(0), "--speed", "max"], answer: "yes")
        #expect(yes.code == 0, "\(yes.note)")
        let name = await place.run(
            [
                "destroy", place.spec(0), "--speed", "max", "--allow-destroy", "ap-south-1/instance/data-volume",
            ], answer: "yes")
        #expect(name.code == 1, "a destroy asks for the platform's name")
        #expect(await place.run("plan", place.spec(0), "--detailed-exitcode", "--speed", "max").code == 0)
    }
}
