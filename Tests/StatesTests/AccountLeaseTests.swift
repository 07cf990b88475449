import AccountLeases
import CloudCalls
import FakeAWS
import Synchronization
import TestSupport
import Testing
import Values

/// The lease in the account: one holder, whatever two of them do at once and whatever is lost on the way.
@Suite struct AccountLeaseTests {
    private let time = VirtualTime()
    private let cloud: FakeCloud

    init() { cloud = FakeCloud(Cloud(account: "123456789012", at: time.now()), time: time) }

    /// Loses the answers of the first calls of an operation after they took effect, and sends them again as retries do.
    private final class Losing: AWSCalls {
        private let calls: any AWSCalls
        private let operation: String
        private let turns: Mutex<Int>

        init(_ calls: any AWSCalls, first count: Int, of operation: String) {
            self.calls = calls
            self.operation = operation
            turns = Mutex(count)
        }

        func call(_ request: AWSRequest) async throws(AWSError) -> Value {
            let output = try await calls.call(request)
            let isLost =
                request.operation == operation
                && turns.withLock { turns in
                    defer { turns -= 1 }
                    return turns > 0
                }
            guard !isLost else { return try await calls.call(request) }
            return output
        }
    }

    private func object(_ region: String = "ap-south-1", _ aws: (any AWSCalls)? = nil) throws -> LeaseObject {
        LeaseObject(
            platform: "shop", account: "123456789012", region: region, aws: try aws ?? recorded(cloud), time: time,
            attemptLimit: .seconds(60))
    }

    private func holder(_ process: Int) -> LeaseHolding {
        LeaseHolding(
            host: "one", boot: "a", process: process, started: "12", since: 1_764_000_000, token: "token-\(process)")
    }

    @Test(arguments: ["ap-south-1", "us-east-1"])
    func `it is taken, refuses a second holder with its name, is renewed and given back`(region: String) async throws {
        let object = try object(region)
        let first = try await object.take(holder(1))
        await #expect(throws: LeaseRefusal.held(LeaseRecord(holder: holder(1), etag: first))) {
            _ = try await object.take(holder(2))
        }
        let renewed = try await object.renew(first, holder(1), count: 1)
        #expect(renewed != first)
        #expect(try await object.record() == LeaseRecord(holder: holder(1), etag: renewed))
        // Somebody else's release, or one of a lease that is old, leaves it.
        try await object.release(first)
        #expect(try await object.record()?.etag == renewed)
        try await object.release(renewed)
        #expect(try await object.record() == nil)
        #expect(try await !object.take(holder(2)).isEmpty)
    }

    @Test func `of two that take over a silent one only one succeeds, and the old holder learns of it`() async throws {
        let object = try object()
        let first = try await object.take(holder(1))
        let record = try #require(try await object.record())
        let won = try await object.takeOver(record, holder(2))
        await #expect(throws: LeaseRefusal.held(LeaseRecord(holder: holder(2), etag: won))) {
            _ = try await object.takeOver(record, holder(3))
        }
        await #expect(throws: LeaseRefusal.held(LeaseRecord(holder: holder(2), etag: won))) {
            _ = try await object.renew(first, holder(1), count: 1)
        }
    }

    @Test func `a holder that was stopped knows when it goes on, and whoever waited for two minutes has taken over`()
        async throws
    {
        let object = try object()
        let stopped = try await HeldLease.take(object, holder(1), time: time, patience: .zero) { _ in false }
        #expect(stopped.problem == nil)
        let begun = time.now()
        // Nobody renews it from here on.
        let other = try await HeldLease.take(object, holder(2), time: time, patience: .minutes(10)) { _ in false }
        #expect(time.now() - begun >= HeldLease.silence)
        #expect(stopped.problem?.hasPrefix("it was not renewed for") == true)
        await stopped.keep()
        #expect(stopped.problem?.hasPrefix("process 2 on one") == true, "\(stopped.problem ?? "")")
        #expect(other.problem == nil)
        await stopped.end(isLast: true)
        #expect(try await object.record()?.holder == holder(2), "who lost it takes it from nobody")
        await other.end(isLast: true)
        #expect(try await object.record() == nil)
    }

    @Test func `many that begin at once make one bucket and one holder`() async throws {
        let object = try object()
        let won = await withTaskGroup(of: Bool.self) { group in
            for number in 1...20 {
                group.addTask { [holder = holder(number)] in
                    do throws(LeaseRefusal) { return try await !object.take(holder).isEmpty } catch {
                        guard case .held = error else { Issue.record("\(error)"); return false }
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(cloud.look { $0.objects.values.filter { $0.key.type == "AWS::S3::Bucket" }.count } == 1)
    }

    @Test func `a try whose answer was lost is known again as our own`() async throws {
        let object = try object("ap-south-1", Losing(try recorded(cloud), first: 3, of: "PutObject"))
        let taken = try await object.take(holder(1))
        let renewed = try await object.renew(taken, holder(1), count: 1)
        #expect(try await object.record() == LeaseRecord(holder: holder(1), etag: renewed))
    }

    @Test func `its bucket is closed to the public, and goes with the last lease`() async throws {
        let object = try object()
        let etag = try await object.take(holder(1))
        let block = try await cloud.call(
            AWSRequest(
                service: "s3", operation: "GetPublicAccessBlock", region: "ap-south-1",
                input: ["Bucket": .string(object.bucket)], deadline: time.now() + .minutes(1)))
        #expect(block["PublicAccessBlockConfiguration"]?.members.allSatisfy { $0.value == true } == true)
        try await object.removeBucket()
        #expect(try await object.record() != nil)
        try await object.release(etag)
        try await object.removeBucket()
        #expect(cloud.look { $0.objects.isEmpty })
    }

    @Test func `a bucket of that name in another account is refused`() async throws {
        // Theirs is made first, as a squatter would.
        let theirs = FakeCloud(Cloud(account: "999999999999", at: time.now()), time: time)
        _ = try await theirs.call(
            AWSRequest(
                service: "s3", operation: "CreateBucket", region: "ap-south-1",
                input: [
                    "Bucket": .string(LeaseObject.bucket(of: "123456789012", in: "ap-south-1")),
                    "CreateBucketConfiguration": ["LocationConstraint": "ap-south-1"],
                ], deadline: time.now() + .minutes(1)))
        let squatted = LeaseObject(
            platform: "shop", account: "123456789012", region: "ap-south-1", aws: theirs, time: time,
            attemptLimit: .seconds(60))
        do throws(LeaseRefusal) {
            _ = try await squatted.take(holder(1))
            Issue.record("it was taken in another's bucket")
        } catch {
            guard case .failed(let failure) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(failure.code == "AccessDenied")
        }
    }
}
