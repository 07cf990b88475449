import CloudCalls
import FakeAWS
import FakeCloudStore
import FoundationEssentials
import TestSupport
import Testing
import Values

/// The fake cloud's file in the hands of several.
struct SharedCloudTests {
    private static func open(_ path: String) throws -> StoredCloud {
        try StoredCloud(path: path, account: "123456789012", speed: 1_000_000)
    }

    private static func call(_ cloud: StoredCloud, _ operation: String, _ input: Value) async throws -> Value {
        try await cloud.call(
            AWSRequest(
                service: "sns", operation: operation, region: "eu-west-1", input: input,
                // Ten minutes of the wall's at this speed: whoever waits long for a processor is not late.
                deadline: cloud.clock.now() + .minutes(10_000_000)))
    }

    private static func topics(_ cloud: StoredCloud) async throws -> [String] {
        try await call(cloud, "ListTopics", [:])["Topics"]?.elements.compactMap { $0.text("TopicArn") }.sorted() ?? []
    }

    @Test func `what one makes the others see at their next look, and nobody's work is lost`() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/cloud.db"
        let clouds = [try Self.open(path), try Self.open(path), try Self.open(path)]
        var made: [String] = []
        for turn in 0..<30 {
            let maker = clouds[turn % 3]
            // It looks first, so that its copy is of before the others' work.
            #expect(try await Self.topics(maker) == made.sorted())
            let answer = try await Self.call(maker, "CreateTopic", ["Name": .string("topic-\(turn)")])
            made.append(try #require(answer.text("TopicArn")))
            for cloud in clouds { #expect(try await Self.topics(cloud) == made.sorted()) }
        }
    }

    @Test func `time that only passed is not lost with the process that saw it`() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/cloud.db"
        // Not closed before the end: what it saw must be in the file at once, as if it were killed now.
        let first = try Self.open(path)
        _ = try await Self.topics(first)
        let before = first.clock.now()
        _ = try await Self.topics(first)
        let copy = scratch.path + "/copy.db"
        for suffix in ["", "-wal", "-lock"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        let second = try Self.open(copy)
        #expect(try second.snapshot().now >= before)
        #expect(try first.snapshot().now >= before)
    }

    @Test func `a lock file that an older cloud left does not age a new one`() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/cloud.db"
        let start = try StoredCloud(path: path, account: "123456789012", speed: 1).snapshot().now
        let later = start + .minutes(60 * 24 * 30)
        let aged = try StoredCloud(path: path, account: "123456789012", speed: 1) { _ in Standing(moment: later) }
        _ = try await Self.topics(aged)
        #expect(try aged.snapshot().now == later)
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
        let fresh = try StoredCloud(path: path, account: "123456789012", speed: 1)
        #expect(try fresh.snapshot().now < later)
    }

    /// A clock that stands still.
    private struct Standing: TimeSource {
        let moment: Instant

        func now() -> Instant { moment }
        func sleep(until instant: Instant) async {}
    }
}
