import Documents
import Foundation
import TestSupport
import Testing
import Values

/// The rules held against what specs want.
struct PolicyTests {
    private func spec(_ place: Place, _ phase: Int, _ change: (inout Value) -> Void) throws -> String {
        var spec = try JSON.value(from: try String(contentsOfFile: place.spec(phase), encoding: .utf8))
        change(&spec)
        let file = place.path("spec.json")
        try (JSON.pretty(spec) + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    private func codes(_ place: Place, _ file: String, _ more: String...) async throws -> [String: [Value]] {
        let ran = await place.run(["policy", file, "--json"] + more)
        return Dictionary(grouping: try JSON.value(from: ran.result).elements) { $0.text("code") ?? "" }
    }

    @Test(arguments: 0...4) func `what is shipped breaks no rule that is an error`(_ phase: Int) async throws {
        let place = try Place()
        let ran = await place.run("policy", place.spec(phase))
        #expect(ran.code == 0, "\(ran.result)")
        if phase < 2 { try place.expect(ran, "policy-\(phase)") }
    }

    @Test func `what a spec can get wrong is found, each with the line that it comes from`() async throws {
        let place = try Place()
        let file = try spec(place, 2) { spec in
            spec["gitOps"] = nil
            spec["database"] = ["multiAZ": false, "backupRetention": 3]
            spec["cluster"] = ["endpointCIDRs": ["0.0.0.0/0"]]
            spec["monthlyBudget"] = 100
            spec["policy"] = ["regions": ["eu-central-1"]]
            spec["services"] = [
                [
                    "name": "a", "path": "/a", "image": "public.ecr.aws/nginx/nginx", "minReplicas": 1,
                    "environment": ["DB_PASSWORD": "x", "TOKEN_URL": "https://x", "STRIPE_API_KEY": "y", "SECRET": ""],
                ]
            ]
        }
        let found = try await codes(place, file)
        #expect(
            Set(found.keys) == [
                "policy.forbiddenRegion", "policy.movingImage", "policy.openCluster", "policy.overBudget",
                "policy.plainTraffic", "policy.secretInEnvironment", "policy.shortBackup", "policy.singleReplica",
                "policy.singleZone",
            ])
        #expect(found["policy.secretInEnvironment"]?.count == 2)
        let text = try String(contentsOfFile: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        func line(_ code: String) -> Substring { text[(found[code]?.first?.number("line") ?? 1) - 1] }
        #expect(
            line("policy.shortBackup").contains("database") || line("policy.shortBackup").contains("backupRetention"))
        #expect(line("policy.overBudget").contains("monthlyBudget"))
        #expect(await place.run("policy", file).code == 1)
    }

    @Test func `a waiver lets a finding be until its day, and one that lets nothing be is told`() async throws {
        let place = try Place()
        func waiver(_ code: String, _ address: String, _ until: String) -> Value {
            ["code": .string(code), "address": .string(address), "reason": "we know", "until": .string(until)]
        }
        let file = try spec(place, 0) { spec in
            spec["policy"] = [
                "waivers": [
                    waiver("policy.noBackup", "ap-south-1/instance/*", "2099-12-31"),
                    waiver("policy.singleZone", "ap-south-1/*", "2099-12-31"),
                ]
            ]
        }
        let found = try await codes(place, file)
        #expect(found["policy.noBackup"]?.first?["waiver"]?.text("reason") == "we know")
        #expect(found["policy.waiverUnused"]?.count == 1)
        #expect(await place.run("policy", file, "--fail-on", "warning").code == 0)
        let late = try spec(place, 0) { spec in
            spec["policy"] = ["waivers": [waiver("policy.noBackup", "*", "2020-01-31")]]
        }
        #expect(try await codes(place, late)["policy.waiverExpired"]?.count == 1)
        #expect(await place.run("policy", late).code == 1)
        for (name, value) in [("until", "31.12.2026"), ("until", "2026-13-01"), ("reason", "")] {
            let bad = try spec(place, 0) { spec in
                var one = waiver("policy.noBackup", "*", "2099-12-31")
                one[name] = .string(value)
                spec["policy"] = ["waivers": [one]]
            }
            #expect(await place.run("validate", bad).note.contains("[spec.outOfRange]"), "\(name) \(value)")
        }
        let region = try spec(place, 0) { $0["policy"] = ["regions": ["eu-middle-1"]] }
        #expect(await place.run("validate", region).note.contains("[spec.unknownRegion]"))
    }

    @Test func `SARIF has a rule for each result, a line, and what is let be as suppressed`() async throws {
        let place = try Place()
        let file = try spec(place, 0) { spec in
            spec["policy"] = [
                "waivers": [["code": "policy.noBackup", "address": "*", "reason": "r", "until": "2099-12-31"]]
            ]
            spec["services"] = [["name": "a", "path": "/a", "image": "nginx:latest"]]
        }
        let ran = await place.run("policy", file, "--sarif")
        let run = try #require(try JSON.value(from: ran.result)["runs"]?.elements.first)
        let rules = run["tool"]?["driver"]?["rules"]?.elements ?? []
        let results = run["results"]?.elements ?? []
        #expect(results.count >= 2)
        for result in results {
            let index = try #require(result.number("ruleIndex"))
            #expect(rules[index].text("id") == result.text("ruleId"))
            let physical = result["locations"]?.elements.first?["physicalLocation"]
            #expect((physical?["region"]?.number("startLine") ?? 0) > 0)
            #expect(physical?["artifactLocation"]?.text("uri") == file)
            #expect((result["suppressions"] != nil) == (result.text("ruleId") == "policy.noBackup"))
        }
        #expect(await place.run("policy", file, "--sarif", "--json").code == 64)
    }
}
