import Testing

/// What the account allows, read before a plan's first call.
struct QuotaTests {
    @Test func `what is more than the account allows is refused before anything is made`() async throws {
        let place = try Place()
        let other = await place.run(
            "apply", place.spec(1), "--set", "name=other", "--yes", "--speed", "max")
        #expect(other.code == 0, "\(other.note)")
        let words = "phase 4 needs 6 Elastic IPs in ap-south-1, 5 allowed: ask for a raise (3 are there, 3 come"

        let plan = await place.run("plan", place.spec(4), "--speed", "max")
        #expect(plan.code == 0 && plan.note.contains("QUOTA TOO LOW: \(words)"), "\(plan.note)")
        let apply = await place.apply(4)
        #expect(apply.code == 1 && apply.note.contains(words) && apply.note.contains("[quota.tooLow]"), "\(apply.note)")
        let list = await place.run("fake", "list")
        #expect(!list.result.contains("shop") && list.result.contains("other"), "\(list.result)")

        let raised = await place.run("fake", "quota", "ap-south-1", "L-0263D0A3", "6")
        #expect(raised.result.contains("EC2-VPC Elastic IPs in ap-south-1: 6 allowed."), "\(raised.note)")
        let table = await place.run("fake", "quota", "ap-south-1")
        #expect(table.result.contains("L-F678F1CE  5"), "\(table.result)")
        let again = await place.apply(4)
        #expect(again.code == 0, "\(again.note)")
    }

    @Test func `a quota that can't be read is told, and holds nothing up`() async throws {
        let place = try Place()
        _ = await place.run(
            "fake", "break", "call", "service-quotas.GetServiceQuota", "fail", "--times", "1000", "--code",
            "AccessDeniedException")
        let apply = await place.apply(0)
        #expect(
            apply.code == 0 && apply.note.contains("The quota of VPCs in ap-south-1 can't be read"), "\(apply.note)")
    }
}
