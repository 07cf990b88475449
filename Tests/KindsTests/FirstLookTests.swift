import CloudCalls
import Providers
import Resources
import Runner
import Synchronization
import TestSupport
import Testing
import Values

/// The look at a platform of which state knows nothing, while the last call of a run that died may still land.
@Suite struct FirstLookTests {
    /// A clock during whose waits something happens.
    private struct Eventful: TimeSource {
        let time: any TimeSource
        let event: @Sendable () async -> Void

        func now() -> Instant { time.now() }
        func sleep(until instant: Instant) async {
            await event()
            await time.sleep(until: instant)
        }
    }

    private static let region = "ap-south-1"

    private let bench: KindBench

    init() throws { bench = try KindBench() }

    private func group(_ name: String) -> Target {
        bench.target(
            name, "AWS::Logs::LogGroup", in: Self.region,
            ["LogGroupName": .string("/reconcile/shop/\(name)"), "RetentionInDays": 30])
    }

    /// What is seen, and how many things each wait began with.
    private func look(meanwhile event: @escaping @Sendable () async -> Void) async throws -> (
        seen: [String], waits: [Int]
    ) {
        let waits = Mutex<[Int]>([])
        let provider = bench.provider
        let first = FirstLook(time: Eventful(time: bench.time, event: event), window: .seconds(10))
        let seen = try await first.observe(
            limit: provider.attemptLimit, waits: { _, found in waits.withLock { $0.append(found) } }
        ) { () async throws(AWSError) in
            try await provider.observe(platform: "shop", regions: [Self.region], candidates: [])
        }
        return (seen.map(\.address.local), waits.withLock { $0 })
    }

    @Test func `what an earlier run's last call makes while it waits is seen, too`() async throws {
        try await bench.done(.create, group("first"))
        let (bench, late) = (bench, group("late"))
        let (seen, waits) = try await look { _ = await bench.look(.create, late) }
        #expect(seen == ["first", "late"] && waits == [1])
    }

    @Test func `where nothing is at first it looks once more, and again when that shows something`() async throws {
        let nothing = try await look {}
        #expect(nothing.seen.isEmpty && nothing.waits == [0])
        let (bench, late) = (bench, group("late"))
        let something = try await look { _ = await bench.look(.create, late) }
        #expect(something.seen == ["late"] && something.waits == [0, 1])
    }
}
