import Synchronization
import TestSupport
import Testing
import Values

@testable import CloudCalls

/// Cases restated from "Retry behavior" in the AWS SDKs and Tools Reference Guide, in its form of 2026.
@Suite struct RetryingCallsTests {
    /// Random numbers that are always the largest, or always zero.
    private struct Fixed: RandomSource {
        let isLargest: Bool
        func below(_ bound: Int) -> Int { isLargest ? bound - 1 : 0 }
    }

    private static let throttling = AWSError("Throttling", "Rate exceeded")
    private static let lost = AWSError("Transport.ConnectionLost", "", effect: .unknown)
    private static let refusedConnection = AWSError("Transport.ConnectFailed", "")
    private static let denied = AWSError("AccessDenied", "")

    private func request(_ operation: String = "DescribeVpcs", region: String = "eu-west-1") -> AWSRequest {
        AWSRequest(
            service: "ec2", operation: operation, region: region, input: [:],
            deadline: Instant(milliseconds: 1_767_225_660_000))
    }

    private func retrying(
        _ calls: ScriptedCalls, _ policy: RetryPolicy = .standard, memory: RetryMemory = RetryMemory(),
        isLargest: Bool = true
    ) -> RetryingCalls {
        RetryingCalls(
            calls, time: calls.time, random: Fixed(isLargest: isLargest), policy: policy, memory: memory)
    }

    /// The waits between the attempts of one call, in milliseconds, with the largest jitter.
    private func waits(_ errors: [AWSError], attempts: Int = 10) async -> [Int] {
        let calls = ScriptedCalls(errors)
        var policy = RetryPolicy.standard
        policy.attempts = attempts
        _ = try? await retrying(calls, policy).call(request())
        let moments = calls.calls.map(\.moment.milliseconds)
        return zip(moments.dropFirst(), moments).map { $0 - $1 }
    }

    @Test func `waits double from one second after throttling, to twenty seconds`() async {
        let waits = await waits([AWSError](repeating: Self.throttling, count: 7))
        #expect(waits == [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000])
    }

    @Test func `waits double from fifty milliseconds after other faults`() async {
        let waits = await waits([AWSError](repeating: Self.refusedConnection, count: 5))
        #expect(waits == [50, 100, 200, 400, 800])
    }

    @Test func `jitter reaches down to nothing`() async throws {
        let calls = ScriptedCalls([Self.throttling, Self.throttling])
        _ = try await retrying(calls, isLargest: false).call(request())
        #expect(Set(calls.calls.map(\.moment)).count == 1)
    }

    @Test(arguments: [(500, 1000), (3000, 3000), (6000, 6000), (60_000, 6000)])
    func `what AWS asks for is waited, up to five seconds beyond our own`(_ asked: Int, _ waited: Int) async {
        var error = Self.throttling
        error.retryAfter = .milliseconds(asked)
        #expect(await waits([error]) == [waited])
    }

    @Test func `three attempts are made, and the last error is told`() async {
        let calls = ScriptedCalls([Self.throttling, Self.throttling, AWSError("SlowDown", "last")])
        await #expect(throws: AWSError("SlowDown", "last")) { try await retrying(calls).call(request()) }
        #expect(calls.calls.count == 3)
    }

    @Test(arguments: [
        "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown",
        "PriorRequestNotComplete", "EC2ThrottledException", "ServiceUnavailable", "InternalError", "RequestTimeout",
        "IDPCommunicationError", "Transport.ConnectTimeout", "503", "429",
    ])
    func `throttling and passing faults are tried again`(_ code: String) async throws {
        let calls = ScriptedCalls([AWSError(code, "")])
        #expect(try await retrying(calls).call(request("CreateVpc")) == "done")
    }

    @Test(arguments: [
        "AccessDenied", "InvalidVpcID.NotFound", "Client.InvalidParameters", "LimitExceededException", "400",
        "DependencyViolation",
    ])
    func `refusals are not`(_ code: String) async {
        let calls = ScriptedCalls([AWSError(code, "")])
        await #expect(throws: AWSError.self) { try await retrying(calls).call(request()) }
        #expect(calls.calls.count == 1)
    }

    @Test func `a status of the server's own counts whatever the code`() async throws {
        var error = AWSError("SomethingNew", "")
        error.status = 502
        #expect(try await retrying(ScriptedCalls([error])).call(request()) == "done")
    }

    @Test func `what may have happened is repeated only when it reads, or AWS knows it by its token`() async throws {
        let write = ScriptedCalls([Self.lost])
        await #expect(throws: Self.lost) { try await retrying(write).call(request("RunInstances")) }
        #expect(write.calls.count == 1)
        #expect(try await retrying(ScriptedCalls([Self.lost])).call(request("DescribeVpcs")) == "done")
        var policy = RetryPolicy.standard
        policy.knowsAgain = { $0.operation == "RunInstances" }
        #expect(try await retrying(ScriptedCalls([Self.lost]), policy).call(request("RunInstances")) == "done")
        await #expect(throws: Self.lost) {
            try await retrying(ScriptedCalls([Self.lost]), policy).call(request("CreateVpc"))
        }
    }

    @Test func `the quota of a service in a region ends retries for all who share it`() async {
        let memory = RetryMemory()
        // 500 tokens are 35 retries at 14.
        for number in 0..<20 {
            let calls = ScriptedCalls([AWSError](repeating: Self.refusedConnection, count: 3))
            await #expect(throws: AWSError.self) { try await retrying(calls, memory: memory).call(request()) }
            #expect(calls.calls.count == (number < 17 ? 3 : number == 17 ? 2 : 1), "call \(number)")
        }
        let elsewhere = ScriptedCalls([Self.refusedConnection])
        _ = try? await retrying(elsewhere, memory: memory).call(request(region: "us-east-1"))
        #expect(elsewhere.calls.count == 2)
    }

    @Test func `the quota is refilled by what goes well`() {
        var quota = RetryQuota()
        while quota.take(isThrottling: false) != nil {}
        #expect(quota.tokens == 10)
        #expect(quota.take(isThrottling: true) == 5)
        quota.giveBack(5)
        quota.giveBack(nil)
        #expect(quota.tokens == 11)
        for _ in 0..<1000 { quota.giveBack(nil) }
        #expect(quota.tokens == 500)
    }

    @Test func `no attempt begins after the time of the whole call`() async {
        let calls = ScriptedCalls([AWSError](repeating: Self.throttling, count: 9))
        var policy = RetryPolicy.standard
        policy.attempts = 10
        policy.span = .seconds(8)
        await #expect(throws: AWSError.self) { try await retrying(calls, policy).call(request()) }
        #expect(calls.calls.count == 4)
    }

    @Test func `each attempt has a deadline of its own`() async throws {
        let calls = ScriptedCalls([Self.throttling])
        _ = try await retrying(calls).call(request())
        #expect(calls.calls[1].request.deadline == calls.calls[1].moment + .seconds(60))
    }

    @Test func `what waited for its turn has as much time as what went at once`() async throws {
        let memory = RetryMemory()
        let calls = ScriptedCalls([Self.throttling])
        for _ in 0..<9 { _ = try await retrying(calls, .adaptive, memory: memory).call(request()) }
        let start = calls.time.now()
        _ = try await retrying(calls, .adaptive, memory: memory).call(request())
        let last = try #require(calls.calls.last)
        #expect(last.moment > start)
        #expect(last.request.deadline - last.moment == request().deadline - start)
    }

    @Test func `each further attempt is told before its wait`() async throws {
        let calls = ScriptedCalls([Self.throttling, Self.refusedConnection])
        let told = Mutex<[RetryEvent]>([])
        let retrying = RetryingCalls(
            calls, time: calls.time, random: Fixed(isLargest: true), policy: .standard, memory: RetryMemory()
        ) { event in told.withLock { $0.append(event) } }
        _ = try await retrying.call(request())
        let events = told.withLock { $0 }
        #expect(events.map(\.attempt) == [2, 3])
        #expect(events.map(\.error) == ["Throttling", "Transport.ConnectFailed"])
        #expect(events.map(\.wait) == [.seconds(1), .milliseconds(100)])
        #expect(events.allSatisfy { $0.service == "ec2" && $0.operation == "DescribeVpcs" && $0.region == "eu-west-1" })
    }

    @Test func `a call that is cancelled is not tried again`() async {
        let calls = ScriptedCalls([Self.throttling])
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            _ = try await retrying(calls).call(request())
        }
        task.cancel()
        await #expect(throws: AWSError.self) { try await task.value }
        #expect(calls.calls.count == 1)
    }

    @Test func `after throttling all callers of a service and region are slowed, and no others`() async throws {
        let memory = RetryMemory()
        let calls = ScriptedCalls([Self.throttling])
        let adaptive = retrying(calls, .adaptive, memory: memory)
        _ = try await adaptive.call(request())
        #expect(try #require(memory.rate(service: "ec2", region: "eu-west-1")) >= 0.5)
        #expect(memory.rate(service: "ec2", region: "us-east-1") == nil)
        let before = calls.time.now()
        for _ in 0..<5 { _ = try await retrying(calls, .adaptive, memory: memory).call(request()) }
        #expect(calls.time.now() > before)
        let after = calls.time.now()
        for _ in 0..<5 { _ = try await adaptive.call(request(region: "us-east-1")) }
        #expect(calls.time.now() == after)
    }
}
