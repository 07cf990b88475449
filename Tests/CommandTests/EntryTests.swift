import Testing

/// What users come by: no plan takes it from them in silence.
@Suite struct EntryTests {
    private static let name = ["--set", "domain=shop.example.com"]

    private func plan(_ place: Place, _ phase: Int, _ more: [String] = []) async -> Place.Ran {
        await place.run(["plan", place.spec(phase), "--speed", "max"] + more)
    }

    private func made(_ phase: Int, _ more: [String] = []) async throws -> Place {
        let place = try Place()
        let ran = await place.run(["apply", place.spec(phase), "--yes", "--speed", "max"] + more)
        try #require(ran.code == 0, "\(ran.note)")
        return place
    }

    @Test(arguments: ["lower phase", "other name"])
    func `a name goes only when its users are to lose it`(_ spec: String) async throws {
        let place = try await made(1, Self.name)
        let other = spec == "lower phase" ? [] : ["--set", "domain=store.example.com"]
        let refused = await plan(place, other.isEmpty ? 0 : 1, other)
        #expect(refused.code == 1 && refused.note.contains("plan.nameLeaves"), "\(refused.note)")
        #expect(refused.note.contains("--set domain=shop.example.com"), "\(refused.note)")
        let allowed = await plan(place, other.isEmpty ? 0 : 1, other + ["--allow-destroy", "global/dns/zone"])
        #expect(allowed.code == 0 && allowed.result.contains("! USERS LOSE shop.example.com: "), "\(allowed.result)")
        // With its name the same plan goes without a word of it.
        let kept = await plan(place, 0, Self.name)
        #expect(kept.code == 0 && !kept.result.contains("USERS LOSE"), "\(kept.note)\(kept.result)")
    }

    @Test(arguments: [(0, 1, "INSTANCE"), (1, 0, "LOAD BALANCER"), (2, 3, "LOAD BALANCER")])
    func `an address that nobody will answer at is told to whoever has no name`(
        _ from: Int, _ to: Int, _ address: String
    ) async throws {
        let place = try await made(from)
        let ran = await plan(place, to)
        let loss = "! USERS LOSE THE \(address)'S ADDRESS at the end of the road \(from)-\(to): "
        #expect(ran.code == 0 && ran.result.contains(loss), "\(ran.result)")
        #expect(ran.result.contains("! DELEGATE shop.example.com") == (to == 3))
    }

    @Test func `a certificate that waits for its name says what its owner has to do`() async throws {
        let place = try Place()
        let ran = await place.run(["apply", place.spec(1), "--yes", "--speed", "max"] + Self.name)
        #expect(ran.note.contains("names the name servers that its zone gets"), "\(ran.note)")
        let states = ran.note.split(separator: "\n").filter { $0.contains("ACM looks for the records") }
        #expect(states.allSatisfy { $0.contains("names ns-") }, "\(states)")
    }
}
