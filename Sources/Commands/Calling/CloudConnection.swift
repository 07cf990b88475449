import AWSClient
import AWSCredentials
import AWSKinds
import CallRecords
import CloudCalls
import FakeCloudStore
import Guests
import Locks
import Providers
import Runner
import Terminal
import Values

/// The cloud that a command talks to, through the one provider.
struct CloudConnection {
    let provider: Provider
    /// AWS, with retries.
    let calls: any AWSCalls
    /// What the provider asks before each change.
    let fence = Fence()
    /// The cloud's time.
    let clock: any TimeSource
    /// As plans and state name it.
    let name: String
    /// What the first line says of it, behind its name.
    let place: String
    /// How many times as long as planned a step or a gate may take.
    let patience: Int
    /// With `--speed max`; nil where time goes by by itself.
    let virtualClock: VirtualClock?
    /// Whether it is AWS itself, or stands for it beyond this machine.
    let isFar: Bool

    /// Opens what `--provider` names.
    static func open(
        _ options: Options, _ output: TextOutput, account: String, region: String
    ) async throws(CommandFailure) -> CloudConnection {
        let log = RequestLog(options, output)
        guard options.value("provider") == "aws" else { return try fake(options, account: account, log) }
        let configuration: SharedConfiguration
        do throws(ConfigurationProblem) { configuration = try SharedConfiguration(.ofProcess()) } catch {
            throw CommandFailure("\(error.message)", hint: error.hint)
        }
        guard let address = try LoopbackAWS.endpoint(configuration) else {
            let connection = try await AWSItself.open(account: account, region: region, log, configuration)
            return try CloudConnection(
                account: account, calls: connection.calls, kubernetes: connection.kubernetes, clock: connection.clock,
                name: "aws", place: connection.place, policy: connection.policy, log: log, tokens: connection.tokens,
                isFar: true)
        }
        let connection = try await LoopbackAWS.open(
            at: address, configuration, account: account, region: region, log)
        return try CloudConnection(
            account: account, calls: connection.calls, kubernetes: connection.kubernetes, clock: connection.clock,
            name: "aws", place: connection.place, policy: connection.policy, log: log,
            attemptLimit: connection.attemptLimit, tokens: connection.tokens)
    }

    /// The fake cloud's seconds in one of the wall's.
    private static let standardSpeed = 1000
    /// How long a call is tried again at least, on the wall's clock.
    static let leastRetrying = TimeSpan.minutes(1)
    /// Beyond it a busy machine's own milliseconds are minutes of the cloud, in which deadlines pass.
    static let highestSpeed = 20_000

    private static func fake(
        _ options: Options, account: String, _ log: RequestLog
    ) throws(CommandFailure) -> CloudConnection {
        let box = ClockBox()
        let cloud = try open(options, account: account, box)
        let speed = (cloud.clock as? ScaledClock)?.speed ?? 1
        // This machine is no faster for the cloud's time: beyond the standard speed what is waited for may take as long
        // by the wall's clock as at that, and a call five times as long, since a busy machine may not come to it.
        let patience = max(1, (speed + standardSpeed - 1) / standardSpeed)
        let stretch = speed > standardSpeed ? 5 * patience : 1
        var policy = RetryPolicy.patient
        // Retries outlast a disk that stalls for seconds, which are hours of the cloud's.
        policy.span = max(policy.span, leastRetrying * speed)
        return try CloudConnection(
            account: account, calls: log.isOn ? LoggedCalls(calls: cloud, time: cloud.clock, log: log) : cloud,
            kubernetes: { _ in cloud }, clock: cloud.clock, name: "fake", place: "",
            policy: policy, log: log, attemptLimit: CloudAccess.attemptLimit * stretch, patience: patience,
            virtualClock: box.clock)
    }

    /// - Parameter tokens: fills in, above the retries, what every attempt of a call must send alike.
    private init(
        account: String, calls: any AWSCalls, kubernetes: (any AWSCalls) -> any KubernetesCalls, clock: any TimeSource,
        name: String, place: String, policy: RetryPolicy, log: RequestLog,
        attemptLimit: TimeSpan = CloudAccess.attemptLimit, tokens: (any AWSCalls) -> any AWSCalls = { $0 },
        patience: Int = 1, virtualClock: VirtualClock? = nil, isFar: Bool = false
    ) throws(CommandFailure) {
        let random = SeededRandomSource(seed: UInt64(truncatingIfNeeded: ProcessFacts.monotonicNanoseconds))
        let recorded: any AWSCalls
        do throws(RecordError) { recorded = try RecordedCalls.ifAsked(calls) } catch {
            throw CommandFailure("\(error)")
        }
        let memory = RetryMemory()
        func retrying(_ calls: any AWSCalls) -> RetryingCalls {
            RetryingCalls(calls, time: clock, random: random, policy: policy, memory: memory, observe: log.tell)
        }
        self.calls = tokens(retrying(recorded))
        let fenced = retrying(FencedCalls(recorded, by: fence))
        provider = Provider(
            drivers: AllKinds.byKind, gauges: AllGauges.byGauge, account: account, aws: tokens(fenced),
            kubernetes: RetryingClusters(FencedClusters(kubernetes(fenced), by: fence), by: fenced), time: clock,
            attemptLimit: attemptLimit)
        self.clock = clock
        self.name = name
        self.place = place
        self.patience = patience
        self.virtualClock = virtualClock
        self.isFar = isFar
    }

    /// What looks into the fake cloud itself has no other.
    static func refuseAWS(_ options: Options) throws(CommandFailure) {
        guard options.value("provider") != "aws" else {
            throw CommandFailure("This command is about the fake cloud; --provider aws does not go with it.")
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
                let speed = min(options.number("speed", standardSpeed), highestSpeed)
                return try StoredCloud(path: path, account: account, speed: speed, guest: PlatformGuest())
            }
            return try StoredCloud(path: path, account: account, speed: 1, guest: PlatformGuest()) { start in
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
