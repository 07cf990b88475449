import Documents
import Testing
import Values

/// What a gate that does not hold costs users, and what it leaves.
@Suite struct GateTests {
    @Test func `a gate that users' failing requests break takes its stage back at once`() async throws {
        let place = try await Place.interrupted(at: "elbv2.ModifyRule")
        let before = try await place.failedRequests()
        #expect(await place.run("fake", "break", "targets", "shop-aps1-cluster", "--percent", "30").code == 0)
        let ran = await place.apply(2)
        #expect(ran.code == 1 && ran.note.contains("GATE FAILED: 1-2/shift-b-5"), "\(ran.note)")
        // A third of a twentieth of the requests to one of the services, for the minutes until CloudWatch tells.
        #expect((1...400).contains(try await place.failedRequests() - before))
        // Nothing is sent there any more: the next run shifts it anew.
        let plan = try JSON.value(from: await place.run("plan", place.spec(2), "--json", "--speed", "max").result)
        let shifted = (plan["steps"]?.elements ?? []).filter { $0.text("stage") == "1-2/shift-b-5" }
        #expect(!shifted.isEmpty, "\(plan["steps"]?.elements.compactMap { $0.text("id") } ?? [])")
    }

    @Test func `without requests no gate of requests passes, unless that is accepted`() async throws {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        #expect(await place.run("fake", "load", "0").code == 0)
        let ran = await place.apply(2)
        #expect(ran.code == 1 && ran.note.contains("GATE FAILED: 1-2/shift-b-5"), "\(ran.note)")
        #expect(ran.note.contains("nothing measured yet"), "\(ran.note)")
        let accepted = await place.apply(2, "--accept-no-traffic")
        #expect(accepted.code == 0, "\(accepted.note)")
    }
}
