import Testing

/// Services that an account forbids, or that are down, and that the platform does without.
struct UnreadTests {
    private func broken(_ place: Place) async {
        for name in ["cloudfront.ListCachePolicies", "elasticache.DescribeCacheParameterGroups"] {
            _ = await place.run(
                "fake", "break", "call", name, "fail", "--times", "1000", "--code", "AccessDenied")
        }
    }

    @Test func `a list that neither spec nor state needs may be refused, and that is told once`() async throws {
        let place = try Place()
        await broken(place)
        let apply = await place.apply(0)
        #expect(apply.code == 0, "\(apply.note)")
        let told = apply.note.split(separator: "\n").filter { $0.contains("[observe.unread]") }
        #expect(told.contains { $0.contains("AWS::CloudFront::CachePolicy in us-east-1 can't be listed") }, "\(told)")
        #expect(Set(told).count == told.count, "\(told)")
        let plan = await place.run("plan", place.spec(0), "--detailed-exitcode", "--speed", "max")
        #expect(plan.code == 0, "\(plan.note)")
    }

    @Test func `what spec, state or the cloud itself say is there must be read`() async throws {
        let place = try Place()
        #expect(await place.apply(4).code == 0)
        await broken(place)
        let wanted = await place.run("plan", place.spec(4), "--speed", "max")
        #expect(wanted.code == 1 && wanted.note.contains("AccessDenied"), "\(wanted.note)")
        let known = await place.run("plan", place.spec(3), "--speed", "max")
        #expect(known.code == 1 && known.note.contains("AccessDenied"), "\(known.note)")
        // Without state the things themselves say by their tags that a higher phase is here.
        try place.loseState()
        let seen = await place.run("plan", place.spec(0), "--speed", "max")
        #expect(seen.code == 1 && seen.note.contains("AccessDenied"), "\(seen.note)")
    }
}
