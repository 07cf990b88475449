import AWSKinds
import CallRecords
import CloudCalls
import FakeCloudStore
import Locks
import Providers
import Runner
import Terminal
import Values

/// The cloud that a command talks to, through the one provider.
struct CloudConnection {
    let cloud: StoredCloud
    let provider: Provider
    private let virtualClock: VirtualClock?

    init(_ options: Options, account: String) throws(CommandFailure) {
        try Self.refuseAWS(options)
        let box = ClockBox()
        cloud = try Self.open(options, account: account, box)
        virtualClock = box.clock
        let time = cloud.clock
        let random = SeededRandomSource(seed: UInt64(truncatingIfNeeded: ProcessFacts.monotonicNanoseconds))
        let calls: any AWSCalls
        do throws(RecordError) { calls = try RecordedCalls.ifAsked(cloud) } catch { throw CommandFailure("\(error)") }
        provider = Provider(
            drivers: AllKinds.byKind, gauges: AllGauges.byGauge, account: account,
            aws: RetryingCalls(calls, time: time, random: random, policy: .patient, memory: RetryMemory()),
            kubernetes: cloud, time: time)
    }

    /// Platforms live on the fake cloud only, for now.
    static func refuseAWS(_ options: Options) throws(CommandFailure) {
        guard options.value("provider") != "aws" else {
            throw CommandFailure("--provider aws is not there yet: it comes with the signed client.")
        }
    }

    private final class ClockBox { var clock: VirtualClock? }

    private static func open(
        _ options: Options, account: String, _ box: ClockBox
    ) throws(CommandFailure) -> StoredCloud {
        let path = Session.cloudPath(options)
        try Files.makeFolder(of: path)
        do throws(CloudFileProblem) {
            guard options.value("speed") == "max" else {
                return try StoredCloud(path: path, account: account, speed: options.number("speed", 1000))
            }
            return try StoredCloud(path: path, account: account, speed: 1) { start in
                let clock = VirtualClock(at: start)
                box.clock = clock
                return clock
            }
        } catch {
            throw CommandFailure(error)
        }
    }

    /// The same for work that may fail, with its own error.
    func attempt<Output: Sendable, Failure>(
        _ body: @escaping @Sendable () async throws(Failure) -> Output
    ) async throws(CommandFailure) -> Result<Output, Failure> {
        try await run { () -> Result<Output, Failure> in
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
    }

    /// Runs async work on the real clock, or with `--speed max` in virtual time.
    func run<Output: Sendable>(_ body: @escaping @Sendable () async -> Output) async throws(CommandFailure) -> Output {
        guard let virtualClock else { return await body() }
        guard let output = DeterministicExecutor().run(clock: virtualClock, body) else {
            throw CommandFailure("Everything waits and nothing is left to happen.", hint: "Please report this.")
        }
        return output
    }
}
