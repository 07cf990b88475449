import Documents
import Foundation
import Testing
import Values

/// What can't be done to a live platform is refused before anything is called, not on the way.
@Suite struct FixedShapeTests {
    private func refused(_ place: Place, _ phase: Int, _ setting: String) async -> String {
        let ran = await place.run("plan", place.spec(phase), "--speed", "max", "--set", setting)
        return ran.code == 1 ? ran.note : "it was not refused: \(ran.result)"
    }

    @Test func `a platform's network and zones stay while its database stands in them`() async throws {
        let place = try Place()
        try #require(await place.apply(1).code == 0)
        for phase in [0, 1, 2] {
            let network = await refused(place, phase, "regions[0].network=10.9.0.0/16")
            #expect(network.contains("10.0.0.0/16") && network.contains("[plan.networkFixed]"), "\(network)")
        }
        for phase in [1, 2] {
            let zone = await refused(place, phase, "regions[0].zones=2")
            #expect(zone.contains("ap-south-1c can't be taken away") && zone.contains("[plan.zoneFixed]"), "\(zone)")
        }
        // Below them nothing stands in private subnets any more.
        let down = await place.run("plan", place.spec(0), "--speed", "max", "--set", "regions[0].zones=2")
        #expect(down.code == 0, "\(down.note)")
    }

    @Test func `a network without a database changes in its phase, and not on a road`() async throws {
        let place = try Place()
        try #require(await place.apply(0).code == 0)
        let network = await refused(place, 1, "regions[0].network=10.9.0.0/16")
        #expect(network.contains("[plan.networkFixed]"), "\(network)")
        let within = await place.run(
            "plan", place.spec(0), "--speed", "max", "--set", "regions[0].network=10.9.0.0/16")
        #expect(within.code == 0 && within.result.contains("machine: GONE UNTIL ITS SUCCESSOR"), "\(within.note)")
    }

    @Test func `a service gets another name before a road or behind it, not on it`() async throws {
        let place = try Place()
        try #require(await place.apply(1).code == 0)
        let note = await refused(place, 2, "services[1].name=bb")
        #expect(note.contains("[plan.serviceRenamed]") && note.contains("--set phase=1"), "\(note)")
        #expect(await place.apply(1, "--set", "services[1].name=bb").code == 0)
        let road = await place.run("plan", place.spec(2), "--speed", "max", "--set", "services[1].name=bb")
        #expect(road.code == 0, "\(road.note)")
    }

    /// The way that the second region's copy would take over without being asked.
    @Test func `the first region stays first, wherever the writer is`() async throws {
        let place = try Place()
        try #require(await place.apply(4).code == 0)
        var spec = try JSON.value(from: String(contentsOfFile: place.spec(4), encoding: .utf8))
        spec["regions"] = .list((spec["regions"]?.elements ?? []).reversed())
        let path = place.path("reversed.json")
        for phase in [4, 3] {
            spec["phase"] = .int(phase)
            if phase == 3 { spec["regions"] = .list([spec["regions"]?.elements[0] ?? .null]) }
            try JSON.text(of: spec).write(toFile: path, atomically: true, encoding: .utf8)
            let ran = await place.run("plan", path, "--speed", "max")
            #expect(ran.code == 1 && ran.note.contains("[plan.homeMoves]"), "\(ran.note)\(ran.result.prefix(500))")
            #expect(ran.note.contains("Name ap-south-1 first"), "\(ran.note)")
        }
    }
}
