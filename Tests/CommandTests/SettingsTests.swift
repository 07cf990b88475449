import Documents
import Foundation
import Testing
import Values

/// How other settings reach the pods: by a rolling update that the plan shows, and on the road 2-3 behind a gate.
@Suite struct SettingsTests {
    private func apply(_ phase: Int, _ place: Place, _ more: String...) async throws -> Place.Ran {
        await place.run(["apply", try place.specOfOurOwn(phase), "--yes", "--speed", "max"] + more)
    }

    /// The hashes of the settings with which the pods were started, as the last run left them.
    private func checksums(_ place: Place) async throws -> [String] {
        var all: [String] = []
        for service in ["a", "b"] {
            let shown = await place.run("show", "ap-south-1/services/\(service)/deployment", "--json")
            let known = try JSON.value(from: shown.result)
            let one = known["properties"] ?? known.elements.first?["properties"]
            all += one?["spec"]?["template"]?["metadata"]?["annotations"]?.text("checksum/settings").map { [$0] } ?? []
        }
        return all
    }

    @Test func `the cache's endpoint reaches the pods by a rolling update, behind the cache's hit rate`() async throws {
        let place = try Place()
        #expect(try await apply(2, place).code == 0)
        let before = try await checksums(place)
        #expect(before.count == 2 && before.allSatisfy { $0.count == 64 })
        let plan = await place.run("plan", try place.specOfOurOwn(3), "--speed", "max")
        let stage = plan.result.components(separatedBy: "Stage ").first { $0.hasPrefix("2-3/services") } ?? ""
        for part in [
            "~ services/a/settings", "~ services/a/deployment", "~ services/b/deployment",
            "cache hit rate of ap-south-1/cache/group at least 50 %", "failed requests",
        ] { #expect(stage.contains(part), "\(part): \(plan.result)") }
        let ran = try await apply(3, place)
        #expect(ran.code == 0, "\(ran.note)")
        #expect(ran.note.contains("Stage 2-3/services passed: failed requests"), "\(ran.note)")
        let after = try await checksums(place)
        #expect(zip(before, after).allSatisfy { $0 != $1 } && after.count == 2)
        let traffic = await place.run("fake", "traffic", "--json")
        #expect(traffic.result.contains("\"failed\": 0"), "\(traffic.result)")
        let again = await place.run("plan", try place.specOfOurOwn(3), "--detailed-exitcode", "--speed", "max")
        #expect(again.code == 0, "\(again.result)")
        let down = try await apply(2, place, "--set", "domain=shop.example.com")
        #expect(down.code == 0, "\(down.note)")
        #expect(try await checksums(place) == before)
        #expect(await place.run("fake", "traffic", "--json").result.contains("\"failed\": 0"))
    }

    @Test func `services go back to their settings of before when the cache answers nothing`() async throws {
        let place = try Place()
        #expect(try await apply(2, place).code == 0)
        let before = try await checksums(place)
        #expect(await place.run("fake", "break", "cache", "ap-south-1").code == 0)
        let ran = try await apply(3, place)
        #expect(ran.code == 1, "\(ran.note)")
        #expect(ran.note.contains("GATE FAILED: 2-3/services"), "\(ran.note)")
        #expect(ran.note.contains("cache hit rate of ap-south-1/cache/group 0 %"), "\(ran.note)")
        #expect(try await checksums(place) == before)
        _ = await place.run("fake", "mend")
        let again = try await apply(3, place)
        #expect(again.code == 0, "\(again.note)")
    }

    @Test func `where Argo CD owns the pods, the settings change behind the same gate`() async throws {
        let place = try Place()
        #expect(await place.apply(2).code == 0)
        let plan = await place.run("plan", place.spec(3), "--speed", "max")
        let stage = plan.result.components(separatedBy: "Stage ").first { $0.hasPrefix("2-3/services") } ?? ""
        #expect(stage.contains("~ services/a/settings") && stage.contains("cache hit rate"), "\(plan.result)")
        let ran = await place.apply(3)
        #expect(ran.code == 0, "\(ran.note)")
    }
}
