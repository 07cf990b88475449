import Documents
import Foundation
import TestSupport
import Testing
import Values

/// The commands that look and explain.
struct LookingTests {
    @Test func `two specs differ in what they say and in what is built`() async throws {
        let place = try Place()
        try place.expect(await place.run("diff", place.spec(0), place.spec(1)), "diff-0-1")
        let same = await place.run("diff", place.spec(2), place.spec(2), "--detailed-exitcode")
        #expect(same.code == 0 && same.result == "No difference: both want the same.\n")
        var spec = try JSON.value(from: try String(contentsOfFile: place.spec(0), encoding: .utf8))
        spec["tags"] = ["team": "payments"]
        try JSON.pretty(spec).write(toFile: place.path("other.json"), atomically: true, encoding: .utf8)
        let other = await place.run("diff", place.spec(0), place.path("other.json"), "--detailed-exitcode", "--json")
        #expect(other.code == 2)
        let value = try JSON.value(from: other.result)
        #expect(value["spec"]?.elements.map { $0.text("path") } == ["tags.team"])
        #expect(value["changed"]?.elements.isEmpty == false && value["added"]?.elements.isEmpty == true)
        #expect(!FileManager.default.fileExists(atPath: place.state))
    }

    @Test func `a spec is laid out without a change of what it says`() async throws {
        let place = try Place()
        for phase in 0...4 { #expect(await place.run("fmt", place.spec(phase), "--check").code == 0) }
        let file = place.path("wild.json")
        let wild =
            "{ \"version\":1,\r\n\"phase\" : 0, \"tags\": {\"b\":\"\\u00e9\\u0001\", \"a\":\"x\"},\n\n\"n\":1.50e1 , \"e\":[],\"s\":[\n1]}"
        try wild.write(toFile: file, atomically: true, encoding: .utf8)
        let checked = await place.run("fmt", file, "--check")
        #expect(checked.code == 1 && checked.result == "\(file)\n")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == wild)
        #expect(await place.run("fmt", file).code == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(
            text == """
                {
                  "version": 1,
                  "phase": 0,
                  "tags": {
                    "b": "é\\u0001",
                    "a": "x"
                  },
                  "n": 1.50e1,
                  "e": [],
                  "s": [
                    1
                  ]
                }

                """)
        #expect(try JSON.value(from: text) == (try JSON.value(from: wild)))
        let again = await place.run("fmt", file)
        #expect(again.code == 0 && again.result.isEmpty)
        try "{\"a\": 1, \"a\": 2}".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(await place.run("fmt", file).code == 1)
    }

    @Test func `what machines and clusters get is written into a folder`() async throws {
        let place = try Place()
        for phase in [0, 1, 2, 4] {
            let out = place.path("out\(phase)")
            let ran = await place.run("render", place.spec(phase), "--out", out)
            #expect(ran.code == 0, "\(ran.note)")
            let names = ran.result.split(separator: "\n").map { $0.dropFirst(out.count + 1) }.joined(separator: "\n")
            let difference = try Golden.difference(names + "\n", from: "render-\(phase).txt")
            #expect(difference == nil, "\(difference ?? "")")
        }
        let script = try String(contentsOfFile: place.path("out1/ap-south-1/user-data.sh"), encoding: .utf8)
        #expect(script.hasPrefix("#!/bin/bash\n"))
        #expect(script.contains("DATABASE_HOST=${ap-south-1/database/instance#Endpoint.Address}"))
        let settings = try String(
            contentsOfFile: place.path("out2/ap-south-1/manifests/services-a-settings.yaml"), encoding: .utf8)
        let difference = try Golden.difference(settings, from: "render-settings.yaml")
        #expect(difference == nil, "\(difference ?? "")")
        #expect(await place.run("render", place.spec(0)).code == 64)
    }

    /// PyYAML is not ours, so it does not share our mistakes.
    @Test func `manifests are read by others as what they mean`() async throws {
        let place = try Place()
        var spec = try JSON.value(from: try String(contentsOfFile: place.spec(2), encoding: .utf8))
        spec["gitOps"] = nil
        spec["services"] = [
            [
                "name": "a", "path": "/a", "image": "public.ecr.aws/nginx/nginx:1.29",
                "environment": [
                    "A": "yes", "B": "12", "C": "- x: [y", "D": "line\nbreak", "E": "", "F": "# no", "G": "é",
                ],
            ]
        ]
        let file = place.path("spec.json")
        try JSON.pretty(spec).write(toFile: file, atomically: true, encoding: .utf8)
        #expect(await place.run("render", file, "--out", place.path("out")).code == 0)
        let ran = try await Tool.run(
            Tool.python,
            [
                "-c",
                """
                import json, sys, yaml
                with open(sys.argv[1], encoding="utf-8") as file:
                    pod = yaml.safe_load(file)["spec"]["template"]["spec"]
                print(json.dumps({one["name"]: one["value"] for one in pod["containers"][0]["env"]}))
                """, place.path("out/ap-south-1/manifests/services-a-deployment.yaml"),
            ], in: place.folder.path)
        #expect(ran.status == 0, "\(ran.errors)")
        let read = try JSON.value(from: ran.output)
        #expect(
            read == [
                "PORT": "8080", "A": "yes", "B": "12", "C": "- x: [y", "D": "line\nbreak", "E": "", "F": "# no",
                "G": "é",
            ])
    }

    @Test func `a resource is explained by its spec, its phase and its users`() async throws {
        let place = try Place()
        try place.expect(await place.run("explain", "ap-south-1/database/instance", place.spec(1)), "explain-database")
        try place.expect(await place.run("explain", "ap-south-1/registry/b", place.spec(0)), "explain-registry")
        try place.expect(
            await place.run("explain", "ap-south-1/instance/machine", place.spec(1)), "explain-other-phase")
        #expect(!FileManager.default.fileExists(atPath: place.state))
        #expect(await place.apply(0).code == 0)
        let json = try JSON.value(
            from: await place.run("explain", "ap-south-1/instance/data-volume", place.spec(0), "--json").result)
        #expect(json.text("id")?.hasPrefix("vol-") == true)
        let sources = json["sources"]?.elements.map { $0.text("path") ?? "" } ?? []
        #expect(sources.contains("compute.dataVolume"), "\(sources)")
        #expect(!sources.contains { $0.hasPrefix("services[") }, "\(sources)")
        let typo = await place.run("explain", "ap-south-1/instance/machin", place.spec(0))
        #expect(typo.code == 1 && typo.note.contains("Did you mean ap-south-1/instance/machine?"))
        // People write the end of an address, one with a slip, or what it lies in.
        for (word, meant) in [
            ("vpc", "network/vpc"), ("instance/machin", "instance/machine"),
            ("rout-table/public", "network/route-table/public"),
            ("keys", "keys/data"),
        ] {
            for command in ["explain", "why"] {
                let part = await place.run(command, word, place.spec(0))
                #expect(part.note.contains("Did you mean ap-south-1/\(meant)?"), "\(command) \(word): \(part.note)")
            }
        }
    }

    @Test func `what a step waits for is told with its cause and what would mend it`() async throws {
        let place = try Place()
        let fresh = await place.run("why", "ap-south-1/network/vpc", place.spec(0), "--speed", "max")
        #expect(fresh.result.contains("waits for nothing but a run"), "\(fresh.note)")
        _ = await place.run(
            "fake", "break", "call", "ec2.CreateSubnet", "fail", "--times", "100", "--code", "UnauthorizedOperation")
        #expect(await place.apply(0).code == 1)
        // The last run's command names the spec.
        try place.expect(
            await place.run("why", "ap-south-1/instance/machine", "--speed", "max"), "why-machine")
        let failed = await place.run("why", "create ap-south-1/network/subnet/public-a", "--json", "--speed", "max")
        let value = try JSON.value(from: failed.result).elements.first
        #expect(value?.text("state") == "failed", "\(failed.note)")
        #expect(value?["failure"]?.text("code") == "UnauthorizedOperation")
        _ = await place.run("fake", "mend")
        #expect(await place.apply(0).code == 0)
        let settled = await place.run("why", "ap-south-1/instance/machine", "--speed", "max")
        #expect(settled.code == 0 && settled.result.contains("waits for nothing"), "\(settled.note)")
        #expect(await place.run("why", "ap-south-1/instance/machin", place.spec(0)).code == 1)
    }

    @Test func `the version is told to programs with the formats that it reads`() async throws {
        let place = try Place()
        try place.expect(await place.run("version", "--json"), "version")
    }
}
