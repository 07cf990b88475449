import Documents
import Foundation
import TestSupport
import Testing
import Values

/// Rules of somebody's own over the plan's JSON.
struct RuleTests {
    private func rules(_ place: Place, _ text: String, _ name: String = "rules.json") throws -> String {
        let file = place.path(name)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// A file with one rule, and what the rest of it is.
    private func rule(_ place: Place, _ rest: String) throws -> String {
        try rules(
            place,
            """
            {"version": 1, "rules": [
              {"code": "acme.rule", "demand": "It is so.", \(rest)}
            ]}
            """)
    }

    private func codes(_ ran: Place.Ran) throws -> [String: Int] {
        let found = try JSON.value(from: ran.result)["policy"]?.elements ?? []
        return Dictionary(found.map { ($0.text("code") ?? "", 1) }, uniquingKeysWith: +)
    }

    /// The file that docs/policy.md shows.
    private func documented(_ place: Place) throws -> String {
        let page = try String(contentsOfFile: "\(place.root)/docs/policy.md", encoding: .utf8)
        let text = try #require(page.firstMatch(of: /```json\n((?s).*?)```/)).output.1
        return try rules(place, String(text))
    }

    @Test func `the rules of the documentation find what they are for`() async throws {
        let place = try Place()
        let file = try documented(place)
        let fresh = await place.run("policy", place.spec(1), "--rules", file)
        #expect(fresh.code == 0, "\(fresh.result)\(fresh.note)")
        #expect(!fresh.result.contains("acme."), "\(fresh.result)")
        let small = await place.run(
            "policy", place.spec(1), "--rules", file, "--set", "database.instanceClass=db.t4g.medium")
        #expect(small.code == 0)
        #expect(
            small.result.contains("warning: It breaks the rule: Databases are of the family m7g. [acme.databaseClass]"))
        #expect(small.result.contains("    at ap-south-1/database/instance\n    Set database.instanceClass."))

        #expect(await place.apply(1).code == 0)
        let kept = await place.run("plan", place.spec(1), "--rules", file, "--speed", "max")
        #expect(kept.code == 0 && kept.result.contains("Policy: 0 errors"), "\(kept.result)\(kept.note)")
        let words = [place.spec(1), "--destroy", "--allow-destroy", "ap-south-1/database/instance", "--speed", "max"]
        let gone = await place.run(["plan"] + words + ["--rules", file])
        #expect(gone.code == 1)
        #expect(
            gone.result.contains(
                "error: ap-south-1/database/instance holds data and would be deleted. [acme.noDataDeleted]"),
            "\(gone.result)")
        #expect(gone.note.contains("[plan.breaksRules]"))
    }

    @Test func `a plan that breaks a rule is neither saved nor applied, unless a waiver lets it be`() async throws {
        let place = try Place()
        let file = try rule(
            place, #""each": "plan", "require": {"path": "steps", "count": {"lessThan": 3}}, "message": "It is long.""#)
        let saved = place.path("p.plan")
        let plan = await place.run("plan", place.spec(0), "--rules", file, "--out", saved, "--speed", "max")
        #expect(plan.code == 1 && !FileManager.default.fileExists(atPath: saved))
        let applied = await place.run("apply", place.spec(0), "--rules", file, "--yes", "--speed", "max")
        #expect(applied.code == 1 && applied.note.contains("It is long. [acme.rule]"), "\(applied.note)")
        #expect(await place.run("state", "list").result.isEmpty)
        let comment = await place.run(
            "plan", place.spec(0), "--rules", file, "--format", "markdown", "--speed", "max")
        #expect(comment.result.contains("- **error** plan: It is long. "), "\(comment.result)")
        let json = await place.run("plan", place.spec(0), "--rules", file, "--json", "--speed", "max")
        #expect(try codes(json) == ["acme.rule": 1])

        var spec = try JSON.value(from: try String(contentsOfFile: place.spec(0), encoding: .utf8))
        spec["policy"] = [
            "waivers": [["code": "acme.rule", "address": "plan", "reason": "the first one", "until": "2099-12-31"]]
        ]
        let waived = try rules(place, JSON.pretty(spec), "spec.json")
        let walked = await place.run("apply", waived, "--rules", file, "--yes", "--speed", "max")
        #expect(walked.code == 0 && walked.note.contains("waived: It is long."), "\(walked.note)")
        // Nobody asked for the rule, so its waiver is not told to be useless.
        #expect(!(await place.run("policy", waived).result.contains("waiverUnused")))
    }

    @Test(arguments: [
        (#"{"path": "action", "equals": "create"}"#, true),
        (#"{"path": "action", "in": ["update", "delete"]}"#, false),
        (#"{"path": "kind", "like": "AWS::*Repository"}"#, true),
        (#"{"path": "kind", "like": "*ECR*Repo*y"}"#, true),
        (#"{"path": "kind", "like": "AWS::ECR"}"#, false),
        (#"{"path": "phase", "atMost": 0, "atLeast": 0}"#, true),
        (#"{"path": "phase", "lessThan": 0}"#, false),
        (#"{"path": "tags.team", "exists": true}"#, true),
        (#"{"path": "tags[\"reconcile.io/no\"]", "exists": true}"#, false),
        (#"{"path": "properties.NoSuch", "exists": false}"#, true),
        (#"{"path": "properties.NoSuch", "equals": "x"}"#, false),
        (#"{"not": {"path": "properties.NoSuch", "equals": "x"}}"#, true),
        (#"{"path": "properties.RepositoryName", "contains": "shop"}"#, true),
        (#"{"path": "properties.RepositoryName", "moreThan": 1}"#, false),
        (#"{"path": "changes", "count": {"equals": 0}}"#, true),
        (#"{"path": "changes", "some": {"path": "forcesReplacement", "equals": true}}"#, false),
        (#"{"path": "changes", "every": {"path": "forcesReplacement", "equals": true}}"#, true),
        (#"{"any": [{"path": "region", "equals": "x"}, {"path": "protected", "equals": false}]}"#, true),
        (#"{"all": [{"path": "region", "equals": "x"}, {"path": "protected", "equals": false}]}"#, false),
    ]) func `a predicate says of a step what is so`(_ predicate: String, _ holds: Bool) async throws {
        let place = try Place()
        let file = try rule(
            place,
            #""when": {"path": "address", "like": "*/registry/a"}, "require": \#(predicate), "message": "{kind} x""#)
        let ran = await place.run("policy", place.spec(0), "--rules", file, "--json")
        #expect(ran.code == (holds ? 0 : 1), "\(ran.result)\(ran.note)")
        #expect(ran.result.contains("AWS::ECR::Repository x") == !holds)
    }

    @Test(arguments: [
        (#"{"path": "acton", "equals": "create"}"#, #""acton""#, "unknownPath", "Did you mean `action`?"),
        (#"{"path": "action", "equals": "creat"}"#, #""creat""#, "value", "Did you mean `create`?"),
        (#"{"path": "action", "equals": 5}"#, #"5"#, "wrongType", "is a text, and a number is never that"),
        (#"{"path": "action", "atMost": 5}"#, #"5"#, "wrongType", "`atMost` asks of a number"),
        (#"{"path": "phase", "like": "x"}"#, #""x""#, "wrongType", "`like` asks of a text"),
        (#"{"path": "changes.path", "equals": "x"}"#, #""changes.path""#, "unknownPath", "`some` or `every`"),
        (
            #"{"path": "changes", "some": {"path": "forced", "equals": true}}"#, #""forced""#, "unknownPath",
            "element of `changes`"
        ),
        (#"{"path": "tags..x", "exists": true}"#, #".x"#, "path", "a member's name is missing"),
        (#"{"path": "tags[x]", "exists": true}"#, #"", "exists""#, "path", "neither an element"),
        (#"{"path": "tags"}"#, #"{"#, "missing", "is not tested"),
        (#"{"path": "tags", "exist": true}"#, #""exist""#, "unknownField", "Did you mean `exists`?"),
        (#"{"all": []}"#, #"[]"#, "wrongType", "a list of predicates"),
        (#"{"not": {"path": "region", "exists": 1}}"#, #"1"#, "wrongType", "takes true or false, not a number"),
        (#"[]"#, #"[]"#, "wrongType", "A predicate is an object"),
    ]) func `what is wrong with a predicate is told at its place`(
        _ predicate: String, _ spot: String, _ code: String, _ words: String
    ) async throws {
        let place = try Place()
        let file = try rules(
            place,
            """
            {"version": 1, "rules": [{"code": "acme.rule", "demand": "It is so.", "require":
            \(predicate)
            }]}
            """)
        let ran = await place.run("policy", place.spec(0), "--rules", file)
        let start = try #require(predicate.range(of: spot)?.lowerBound)
        let column = predicate.distance(from: predicate.startIndex, to: start) + 1
        #expect(ran.code == 1 && ran.result.isEmpty)
        #expect(ran.note.contains("rules.json:2:\(column): error: "), "\(ran.note)")
        #expect(ran.note.contains("[rules.\(code)]") && ran.note.contains(words), "\(ran.note)")
    }

    @Test(arguments: ["plan", "stage", "step"]) func `rules can ask for all that a plan's JSON has`(
        _ subject: String
    ) async throws {
        let place = try Place()
        let schema = PythonTool.root.appendingPathComponent("docs/plan.schema.json")
        let text = try String(contentsOf: schema, encoding: .utf8)
        let properties = try JSON.value(from: text)["$defs"]?[subject]?["properties"]?.members.names ?? []
        // What rules find does not stand in the plan that they are held against.
        let names = properties.filter { $0 != "policy" }
        #expect(names.count > 10)
        let any = names.map { #"{"path": "\#($0)", "exists": true}"# }.joined(separator: ", ")
        let file = try rule(place, #""each": "\#(subject)", "require": {"any": [\#(any)]}"#)
        let ran = await place.run("policy", place.spec(0), "--rules", file)
        #expect(ran.code == 0, "\(ran.note)")
    }

    @Test func `all that is wrong with a file is told at once`() async throws {
        let place = try Place()
        let file = try rules(
            place,
            """
            {"version": 2, "ruls": [], "rules": [
              {"code": "policy.mine", "demand": "x", "require": {"path": "region", "exists": true}},
              {"code": "acme.a", "severity": "fatal", "each": "resource", "require": {"path": "region", "exists": true}},
              {"code": "acme.b", "demand": "x"},
              {"code": "acme.c", "demand": "x", "require": {"path": "region", "exists": true}, "message": "{regoin}"},
              {"code": "acme.c", "demand": "x", "require": {"path": "region", "exists": true}, "code": "acme.c"}
            ]}
            """)
        let ran = await place.run("policy", place.spec(0), "--rules", file)
        try place.expect(ran, "rules-wrong")
        #expect(ran.code == 1)
        let broken = try rules(place, "{\"version\": 1,\n \"rules\": [}")
        #expect(await place.run("policy", place.spec(0), "--rules", broken).note.contains("rules.json:2:12: error: "))
    }
}
