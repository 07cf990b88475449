import Documents
import Foundation
import Testing
import Values

/// A platform that leaves the region where it was built: in order, or since that region is gone for good.
@Suite struct RelocationTests {
    private static let home = "ap-south-1"
    private static let far = "us-east-1"

    /// A platform of phase 4 whose writer was moved.
    private func moved(_ more: String..., losing region: String? = nil) async throws -> Place {
        let place = try Place()
        try #require(await place.apply(4).code == 0)
        if let region { _ = await place.run("fake", "break", "region", region) }
        let ran = await place.run(
            ["failover", place.spec(4), "--to", Self.far, "--yes", "--speed", "max"] + more)
        try #require(ran.code == 0, "\(ran.note)")
        return place
    }

    /// The shipped spec in a phase, with other regions.
    private func spec(_ place: Place, _ phase: Int, _ regions: [String]) throws -> String {
        var spec = try JSON.value(from: String(contentsOfFile: place.spec(4), encoding: .utf8))
        spec["phase"] = .int(phase)
        spec["regions"] = .list(
            regions.map { region in
                let network = [Self.home: "10.0.0.0/16", Self.far: "10.1.0.0/16"][region] ?? "10.2.0.0/16"
                return ["name": .string(region), "network": .string(network)]
            })
        let path = place.path("phase\(phase)-\(regions.joined(separator: "-")).json")
        try JSON.text(of: spec).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func apply(_ place: Place, _ path: String, _ more: String...) async -> Place.Ran {
        await place.run(["apply", path, "--yes", "--speed", "max"] + more)
    }

    private func expectEmptyPlan(_ place: Place, _ path: String, _ more: String...) async {
        let plan = await place.run(["plan", path, "--detailed-exitcode", "--speed", "max"] + more)
        #expect(plan.code == 0, "\(plan.result)\(plan.note)")
    }

    /// A platform that has given its second region up, which does not answer, and its spec.
    private func givenUp() async throws -> (place: Place, spec: String) {
        let place = try Place()
        try #require(await apply(place, try spec(place, 4, [Self.home, "eu-west-1"])).code == 0)
        _ = await place.run("fake", "break", "region", "eu-west-1")
        let one = try spec(place, 3, [Self.home])
        let ran = await apply(place, one, "--lost", "eu-west-1")
        try #require(ran.code == 0, "\(ran.note)")
        return (place, one)
    }

    /// The databases that take writes, and what each lacks of all rows.
    private func writing(_ place: Place) async throws -> [String] {
        let rows = try JSON.value(from: await place.run("fake", "rows", "--json").result)
        return rows.elements.filter { $0["takesWrites"]?.flag == true }.map {
            "\($0.text("database") ?? "") lacks \($0.number("missing") ?? -1)"
        }
    }

    private func failed(_ place: Place) async throws -> Int {
        let traffic = try JSON.value(from: await place.run("fake", "traffic", "--json").result)
        return traffic.elements.reduce(0) { $0 + ($1.number("failed") ?? 0) }
    }

    /// What the fake cloud has in a region, one a line.
    private func there(_ place: Place, _ region: String) async -> [String] {
        await place.run("fake", "list").result.split(separator: "\n").map(String.init).filter {
            $0.contains(" \(region)/") || $0.contains("\(region) ")
        }
    }

    @Test func `behind a planned move of the writer the first region can go, and no request fails`() async throws {
        let place = try await moved("--planned")
        let one = try spec(place, 3, [Self.far])
        let ran = await apply(place, one)
        #expect(ran.code == 0, "\(ran.note)")
        await expectEmptyPlan(place, one)
        #expect(try await failed(place) == 0)
        let writing = try await writing(place)
        #expect(writing.count == 1 && writing[0].contains(Self.far) && writing[0].hasSuffix("lacks 0"), "\(writing)")
        let status = await place.run("status").result
        #expect(status.contains("kept: ap-south-1/database/instance"), "\(status)")
        // From there it grows like any other.
        let two = try spec(place, 4, [Self.far, "eu-west-1"])
        let grown = await apply(place, two)
        #expect(grown.code == 0, "\(grown.note)")
        await expectEmptyPlan(place, two)
        #expect(try await failed(place) == 0)
    }

    @Test(arguments: [
        "secretsmanager.StopReplicationToReplica", "secretsmanager.TagResource", "route53.ChangeResourceRecordSets",
        "eks.DeleteCluster",
    ])
    func `a move of the first region that is stopped, its state lost, is gone on with`(_ operation: String) async throws
    {
        let place = try await moved("--planned")
        let one = try spec(place, 3, [Self.far])
        _ = await place.run(
            "fake", "break", "call", operation, "fail", "--times", "1000", "--code", Place.refusal(of: operation))
        let stopped = await apply(place, one)
        #expect(stopped.code == 1, "\(stopped.note)")
        _ = await place.run("fake", "mend")
        try place.loseState()
        let ran = await apply(place, one)
        #expect(ran.code == 0, "\(ran.note)")
        await expectEmptyPlan(place, one)
        let writing = try await writing(place)
        #expect(writing.count == 1 && writing[0].contains(Self.far) && writing[0].hasSuffix("lacks 0"), "\(writing)")
    }

    @Test func `a region that is gone for good is given up, and cleared when it answers again`() async throws {
        let place = try await moved("--accept-unknown-loss", losing: Self.home)
        let one = try spec(place, 3, [Self.far])
        let unsaid = await apply(place, one)
        #expect(unsaid.code == 1 && unsaid.note.contains("--lost ap-south-1"), "\(unsaid.note)")
        let ran = await apply(place, one, "--lost", Self.home)
        #expect(ran.code == 0, "\(ran.note)")
        #expect(ran.note.contains("ap-south-1 is given up and does not answer"), "\(ran.note)")
        // The account remembers it, whatever becomes of the state.
        await expectEmptyPlan(place, one)
        #expect(await place.run("status").result.contains("lost: ap-south-1"))
        try place.loseState()
        let again = await apply(place, one)
        #expect(again.code == 0, "\(again.note)")
        await expectEmptyPlan(place, one)
        // Another second region, while the first one still does not answer.
        let two = try spec(place, 4, [Self.far, "eu-west-1"])
        let grown = await apply(place, two)
        #expect(grown.code == 0, "\(grown.note)")
        await expectEmptyPlan(place, two)
        _ = await place.run("fake", "mend")
        let back = await apply(place, two)
        #expect(back.code == 0 && back.note.contains("answers again"), "\(back.note)")
        await expectEmptyPlan(place, two)
        let status = await place.run("status").result
        #expect(!status.contains("lost:") && status.contains("kept: ap-south-1/database/instance"), "\(status)")
    }

    @Test func `the second region can be the one that is gone, but for that of the global services`() async throws {
        let (place, one) = try await givenUp()
        await expectEmptyPlan(place, one)
        _ = await place.run("fake", "break", "region", Self.far)
        let global = await apply(place, one)
        #expect(global.code == 1 && global.note.contains("change through us-east-1"), "\(global.note)")
        _ = await place.run("fake", "mend")
        #expect(await apply(place, one).code == 0)
        await expectEmptyPlan(place, one)
        #expect(await !place.run("fake", "list").result.contains("eu-west-1/cluster"))
    }

    @Test func `a region that answers again is cleared to its end, though state is lost in the middle`() async throws {
        let (place, one) = try await givenUp()
        _ = await place.run("fake", "mend")
        _ = await place.run(
            "fake", "break", "call", "ec2.DeleteVpc", "fail", "--times", "1000", "--code", "UnauthorizedOperation")
        let stopped = await apply(place, one)
        #expect(stopped.code == 1 && stopped.note.contains("answers again"), "\(stopped.note)")
        _ = await place.run("fake", "mend")
        try place.loseState()
        let ran = await apply(place, one)
        #expect(ran.code == 0, "\(ran.note)")
        await expectEmptyPlan(place, one)
        let left = await there(place, "eu-west-1").filter { $0.contains("VPC ") || $0.contains("Subnet ") }
        #expect(left.isEmpty, "\(left)")
    }

    @Test func `its loss and its return are rehearsed`() async throws {
        let place = try Place()
        let one = try spec(place, 3, [Self.far])
        let command = ["simulate", one, "--from", place.spec(4), "--lost", Self.home]
        let ran = await place.run(command + ["--runs", "3", "--faults", "heavy", "--json"])
        #expect(ran.code == 0, "\(ran.result)\(ran.note)")
        let report = try JSON.value(from: ran.result)
        #expect(report["summary"]?.number("broken") == 0)
        // People near the region fail until health checks notice, and what was not sent on is lost.
        #expect(report["withoutFaults"]?.number("failed") ?? 0 > 0)
        #expect(report["withoutFaults"]?.number("lostRows") ?? 0 > 0)
        let named = await place.run("simulate", place.spec(4), "--from", place.spec(4), "--lost", Self.home)
        #expect(named.code == 64 && named.note.contains("named by the spec"), "\(named.note)")
        let unknown = await place.run("simulate", one, "--from", place.spec(4), "--lost", "eu-west-1")
        #expect(unknown.code == 64, "\(unknown.note)")
        let nowhere = await place.run("simulate", one, "--lost", Self.home)
        #expect(nowhere.code == 64, "\(nowhere.note)")
    }

    @Test func `what would lose rows or leave a writer unfenced is refused`() async throws {
        let place = try Place()
        try #require(await place.apply(4).code == 0)
        let one = try spec(place, 3, [Self.far])
        let early = await apply(place, one)
        #expect(early.code == 1 && early.note.contains("[plan.homeMoves]"), "\(early.note)")
        let answering = await apply(place, one, "--lost", Self.home)
        #expect(answering.code == 1 && answering.note.contains("[plan.regionAnswers]"), "\(answering.note)")
        _ = await place.run("fake", "break", "region", Self.home)
        let copy = await apply(place, one, "--lost", Self.home)
        #expect(copy.code == 1 && copy.note.contains("[plan.copyWrites]"), "\(copy.note)")
        let moved = await place.run(
            "failover", place.spec(4), "--to", Self.far, "--yes", "--speed", "max", "--accept-unknown-loss")
        #expect(moved.code == 0, "\(moved.note)")
        _ = await place.run("fake", "mend")
        let open = await apply(place, one)
        #expect(open.code == 1 && open.note.contains("[plan.notFenced]"), "\(open.note)")
        let fenced = await apply(place, place.spec(4))
        #expect(fenced.code == 0, "\(fenced.note)")
        let left = await apply(place, one)
        #expect(left.code == 0, "\(left.note)")
    }

    @Test func `who gives a region up that had the only database gets no empty one instead`() async throws {
        let place = try Place()
        try #require(await place.apply(3).code == 0)
        _ = await place.run("fake", "break", "region", Self.home)
        let ran = await apply(place, try spec(place, 3, [Self.far]), "--lost", Self.home)
        #expect(ran.code == 1 && ran.note.contains("[plan.noRows]"), "\(ran.note)")
    }

    @Test func `it moves again, and the region of before does not stand for the one that it leaves`() async throws {
        let place = try await moved("--planned")
        let one = try spec(place, 3, [Self.far])
        try #require(await apply(place, one).code == 0)
        let two = try spec(place, 4, [Self.far, "eu-west-1"])
        try #require(await apply(place, two).code == 0)
        _ = await place.run("fake", "break", "region", Self.far)
        let over = await place.run(
            "failover", two, "--to", "eu-west-1", "--yes", "--speed", "max", "--accept-unknown-loss")
        #expect(over.code == 0, "\(over.note)")
        _ = await place.run("fake", "mend")
        let last = try spec(place, 3, ["eu-west-1"])
        let open = await apply(place, last)
        #expect(open.code == 1 && open.note.contains("[plan.notFenced]"), "\(open.note)")
        #expect(open.note.contains("moved from us-east-1"), "\(open.note)")
        #expect(await apply(place, two).code == 0)
        let ran = await apply(place, last)
        #expect(ran.code == 0, "\(ran.note)")
        await expectEmptyPlan(place, last)
        let writing = try await writing(place)
        #expect(writing.count == 1 && writing[0].contains("eu-west-1"), "\(writing)")
    }

    @Test func `two regions change places for good`() async throws {
        let place = try await moved("--planned")
        let reversed = try spec(place, 4, [Self.far, Self.home])
        let ran = await apply(place, reversed)
        #expect(ran.code == 0, "\(ran.note)")
        await expectEmptyPlan(place, reversed)
        let back = await place.run("failback", reversed, "--yes", "--speed", "max")
        #expect(back.code == 0, "\(back.note)")
        await expectEmptyPlan(place, reversed)
        #expect(try await failed(place) == 0)
        let status = await place.run("status").result
        #expect(!status.contains("no other region has a copy"), "\(status)")
    }
}
