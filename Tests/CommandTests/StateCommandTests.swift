import Documents
import Foundation
import Testing
import Values

/// What the state remembers, moved, forgotten, copied, and compared with the cloud.
@Suite struct StateCommandTests {
    private func platform(_ phase: Int = 0) async throws -> Place {
        let place = try Place()
        let ran = await place.apply(phase)
        try #require(ran.code == 0, "\(ran.note)")
        return place
    }

    private func isConverged(_ place: Place) async -> Bool {
        await place.run("plan", place.spec(0), "--detailed-exitcode", "--speed", "max").code == 0
    }

    @Test func `drift is shown and not planned, and accepting it leaves the cloud alone`() async throws {
        let place = try await platform()
        _ = await place.run("fake", "set", "shop/a", "tags.team=payments")
        _ = await place.run("fake", "delete", "alias/shop-data")
        let shown = await place.run(
            "plan", place.spec(0), "--refresh-only", "--detailed-exitcode", "--speed", "max")
        #expect(shown.code == 2)
        #expect(shown.result.contains("Drift: 1 changed, 1 gone."), "\(shown.result)")
        #expect(shown.result.contains("Tags.team: \"platform\" -> \"payments\""))
        let before = await place.run("fake", "list", "--json").result
        let accepted = await place.run("apply", place.spec(0), "--refresh-only", "--yes", "--speed", "max")
        #expect(accepted.code == 0, "\(accepted.note)")
        #expect(await place.run("fake", "list", "--json").result == before)
        let again = await place.run("plan", place.spec(0), "--refresh-only", "--detailed-exitcode", "--speed", "max")
        #expect(again.code == 0, "\(again.result)")
        let plan = await place.run("plan", place.spec(0), "--speed", "max")
        #expect(plan.result.contains("Plan: 1 to create, 1 to change."), "\(plan.result)")
        #expect(await place.apply(0).code == 0)
        #expect(await isConverged(place))
    }

    @Test func `without refresh a plan does not see what others changed`() async throws {
        let place = try await platform()
        _ = await place.run("fake", "delete", "alias/shop-data")
        let blind = await place.run(
            "plan", place.spec(0), "--refresh=false", "--detailed-exitcode", "--speed", "max")
        #expect(blind.code == 0, "\(blind.result)")
        #expect(await isConverged(place) == false)
    }

    @Test func `target, exclude and replace choose what a plan holds`() async throws {
        let place = try Place()
        func plan(_ more: String...) async -> Place.Ran {
            await place.run(["plan", place.spec(0), "--speed", "max"] + more)
        }
        let target = await plan("--target", "ap-south-1/network/subnet")
        #expect(target.result.contains("Plan: 2 to create."), "\(target.result)")
        #expect(target.result.contains("network/vpc"))
        let exclude = await plan("--exclude", "ap-south-1/network/vpc")
        #expect(!exclude.result.contains("network/subnet"), "\(exclude.result)")
        #expect(exclude.result.contains("registry/a"))
        #expect(await place.apply(0).code == 0)
        let replace = await plan("--replace", "ap-south-1/registry/a")
        #expect(replace.result.contains("± registry/a"), "\(replace.result)")
        for flag in ["--target", "--exclude", "--replace"] {
            let unknown = await plan(flag, "ap-south-1/registri/a")
            #expect(unknown.code == 1)
            #expect(unknown.note.contains("[plan.unknownAddress]"), "\(unknown.note)")
        }
    }

    @Test func `a moved resource is known by its new address, in the state and in its tags`() async throws {
        let place = try await platform()
        let from = "ap-south-1/network/endpoint/s3"
        let moved = await place.run("state", "mv", from, "ap-south-1/network/door", "--speed", "max")
        #expect(moved.code == 0, "\(moved.note)")
        #expect(await place.run("show", "ap-south-1/network/door").code == 0)
        #expect(await place.run("show", from).code == 1)
        #expect(
            await place.run("fake", "list", "--json").result.contains(
                "\"reconcile:address\": \"ap-south-1/network/door\""))
        let plan = await place.run("plan", place.spec(0), "--refresh-only", "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
        #expect(await place.run("state", "mv", "ap-south-1/network/door", "eu-west-1/network/door").code == 1)
        #expect(await place.run("state", "mv", "ap-south-1/network/door", "ap-south-1/network/vpc").code == 1)
        #expect(await place.run("state", "mv", "ap-south-1/network/door", from, "--speed", "max").code == 0)
        #expect(await isConverged(place))
    }

    @Test func `what is forgotten is adopted again`() async throws {
        let place = try await platform()
        #expect(await place.run("state", "rm", "ap-south-1/network/vpc").code == 0)
        let plan = await place.run("plan", place.spec(0), "--speed", "max")
        #expect(plan.result.contains("1 to adopt"), "\(plan.result)")
        let miss = await place.run("state", "rm", "ap-south-1/network/subnet/pubilc-a")
        #expect(miss.code == 1)
        #expect(miss.note.contains("Did you mean ap-south-1/network/subnet/public-a?"))
    }

    @Test func `an exported state is as good as the state, and an older one is refused`() async throws {
        let place = try await platform()
        let file = place.path("export.json")
        #expect(await place.run("state", "export", "--out", file).code == 0)
        #expect(await place.run("state", "rm", "ap-south-1/network/vpc").code == 0)
        let old = await place.run("state", "import", file, "--yes")
        #expect(old.code == 1)
        #expect(old.note.contains("[state.olderExport]"), "\(old.note)")
        for name in try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
        where name.hasPrefix("state.db") { try FileManager.default.removeItem(atPath: place.path(name)) }
        let taken = await place.run("state", "import", file)
        #expect(taken.code == 0, "\(taken.note)")
        #expect(await isConverged(place))
        try Data("{\"exportedState\": 1}".utf8).write(to: URL(fileURLWithPath: file))
        #expect(await place.run("state", "import", file).note.contains("[state.badExport]"))
    }

    @Test func `the history of a run tells its steps with durations and errors`() async throws {
        let place = try Place()
        _ = await place.run(
            "fake", "break", "call", "ecr.CreateRepository", "fail", "--times", "100", "--code", "AccessDeniedException"
        )
        #expect(await place.apply(0).code == 1)
        let failed = await place.run("history", "last")
        #expect(failed.result.contains("create ap-south-1/registry/a  FAILED after"), "\(failed.result)")
        #expect(failed.result.contains("[AccessDeniedException]"))
        #expect(failed.result.contains("Go on with: reconcile apply"))
        _ = await place.run("fake", "mend")
        #expect(await place.apply(0).code == 0)
        let json = try JSON.value(from: await place.run("history", "last", "--json").result)
        #expect(json.text("result") == "converged")
        #expect(json.number("toPhase") == 0)
        let steps = json["steps"]?.elements ?? []
        #expect(steps.contains { $0.text("step") == "create ap-south-1/registry/a" && $0["seconds"]?.number != nil })
        let list = try JSON.value(from: await place.run("history", "--json").result)
        #expect(list.elements.map { $0.text("result") } == ["converged", "failed"])
        #expect(await place.run("history", "run-none").code == 1)
    }

    @Test func `outputs are read by name`() async throws {
        let place = try await platform()
        let url = await place.run("output", "url", "--json")
        #expect(try JSON.value(from: url.result).text?.hasPrefix("http://") == true)
        let missing = await place.run("output", "adress")
        #expect(missing.code == 1)
        #expect(missing.note.contains("It has: url"))
    }

    @Test func `nobody is asked for a lease that nobody holds`() async throws {
        let place = try await platform()
        #expect(await place.run("unlock").result == "Nobody held the lease.\n")
    }

    @Test func `created is enough where it is asked for, and what that leaves open is said`() async throws {
        let place = try Place()
        let ran = await place.apply(1, "--wait", "created")
        #expect(ran.code == 0, "\(ran.note)")
        #expect(ran.note.contains("Not proven to serve: ap-south-1/fleet/group"), "\(ran.note.suffix(600))")
        #expect(await place.apply(1).code == 0)
        let plan = await place.run("plan", place.spec(1), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.result)")
    }

    @Test func `destroy ends with what it leaves and until when`() async throws {
        let place = try await platform(1)
        let ran = await place.run(
            "destroy", place.spec(1), "--yes", "--speed", "max", "--allow-destroy", "ap-south-1/database/instance")
        #expect(ran.code == 0, "\(ran.note)")
        let end = ran.note.components(separatedBy: "Left in the cloud:").last ?? ""
        #expect(end.contains("AWS::RDS::DBSnapshot"), "\(end)")
        #expect(end.contains("billed by the GiB-month until you delete it"))
        #expect(end.contains("AWS::KMS::Key"))
        #expect(end.contains("CAN'T BE READ ANY MORE once its key"))
        #expect(end.contains("AWS::SecretsManager::Secret"))
        #expect(end.contains("ends by itself on 2026-01-08"))
        let again = await place.run("destroy", place.spec(1), "--yes", "--speed", "max")
        #expect(again.note.contains("No changes"))
        #expect(again.note.contains("AWS::RDS::DBSnapshot"))
    }

    @Test func `the fake cloud hides its bookkeeping and shows the state of a peering`() async throws {
        let place = try Place()
        #expect(await place.apply(4).code == 0)
        let list = await place.run("fake", "list")
        #expect(!list.result.contains("AWS::Route53::Change"))
        let peering = list.result.split(separator: "\n").first { $0.contains("VPCPeeringConnection") }
        #expect(peering?.contains("active") == true)
        #expect(await place.run("fake", "list", "--all").result.contains("AWS::Route53::Change"))
    }

    @Test func `a run as JSON is one object a line, from version to result`() async throws {
        let place = try Place()
        let ran = await place.apply(0, "--json")
        let lines = try ran.result.split(separator: "\n").map { try JSON.value(from: String($0)) }
        #expect(lines.first?.text("type") == "version")
        #expect(lines.last?.text("type") == "result")
        #expect(lines.last?.text("result") == "converged")
        #expect(lines.last?["outputs"]?.text("url") != nil)
        #expect(lines.count { $0.text("type") == "stepDone" } == lines.first?.number("steps"))
    }
}
