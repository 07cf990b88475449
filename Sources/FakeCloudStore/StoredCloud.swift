public import CloudCalls
public import FakeAWS
import Locks
import SQLite
import Synchronization
public import Values

/// FakeAWS in a file: each call is one transaction, several processes may share it, and its clock stands still while
/// nobody has it open.
public final class StoredCloud: AWSCalls, KubernetesCalls {
    private struct State: ~Copyable {
        var file: CloudFile
        var cloud: Cloud
        let lock: FileLock
    }

    private let state: Mutex<State>
    private let time: any TimeSource

    /// Opens or makes the cloud's file.
    /// - Parameters:
    ///   - speed: simulated seconds in a real second; whoever opens it first decides.
    ///   - guest: what runs on its machines.
    ///   - makeClock: makes another clock from the cloud's time, for runs in virtual time.
    /// - Throws: `CloudFileProblem`.
    public init(
        path: String, account: String, speed: Int, guest: any Guest = PlainGuest(),
        makeClock: ((Instant) -> any TimeSource)? = nil
    ) throws(CloudFileProblem) {
        do {
            let lock = try FileLock(path: path + "-lock")
            let isAlone = lock.tryExclusive()
            var file = try CloudFile(path: path, guest: guest)
            let start = Instant(milliseconds: 1_767_225_600_000)
            var cloud = Cloud(account: account, at: start, guest: guest)
            if let owner = try file.meta("account"), owner != account {
                throw CloudFileProblem.otherAccount(path: path, owner: owner, wanted: account)
            }
            let isNew = try file.meta("account") == nil
            let left = lock.left()
            try file.transaction(on: &cloud, lock) { cloud in
                // Time that only passed is not in the file: nobody may see an earlier moment than the last one did.
                if isAlone, !isNew, let moment = left?.second {
                    cloud.advance(to: max(cloud.now, Instant(milliseconds: moment)))
                }
            }
            if isAlone {
                if isNew { try file.setMeta("account", account) }
                try file.setMeta("anchor", "\(cloud.now.milliseconds) \(ProcessFacts.monotonicNanoseconds) \(speed)")
            }
            lock.share()
            let numbers = (try file.meta("anchor") ?? "").split(separator: " ").compactMap { Int($0) }
            let clock =
                numbers.count == 3
                ? ScaledClock(
                    anchor: Instant(milliseconds: numbers[0]), anchorNanoseconds: numbers[1], speed: max(1, numbers[2]))
                : ScaledClock(
                    anchor: cloud.now, anchorNanoseconds: ProcessFacts.monotonicNanoseconds, speed: max(1, speed))
            time = makeClock?(cloud.now) ?? clock
            state = Mutex(State(file: file, cloud: cloud, lock: lock))
        } catch let problem as CloudFileProblem {
            throw problem
        } catch let error as SQLiteError {
            throw CloudFileProblem(error)
        } catch let error as LockError {
            throw CloudFileProblem(error)
        } catch {
            throw .unusable(
                message: "The fake cloud's file \(path) can't be used: \(error).", hint: "Please report it.")
        }
    }

    /// The account of a cloud's file; nil for a file that is new.
    public static func owner(path: String) throws(CloudFileProblem) -> String? {
        do throws(SQLiteError) {
            var file = try CloudFile(path: path)
            return try file.meta("account")
        } catch {
            throw CloudFileProblem(error)
        }
    }

    /// The cloud's clock.
    public var clock: any TimeSource { time }

    /// The cloud as it is now.
    public func snapshot() throws(CloudFileProblem) -> Cloud {
        try edit { cloud in cloud }
    }

    /// Changes the cloud by hand, in one transaction; what users got until now is counted before, as things stood.
    public func edit<Output: Sendable>(
        _ change: @Sendable (inout Cloud) -> Output
    ) throws(CloudFileProblem) -> Output {
        try transaction { cloud in
            cloud.countTraffic()
            return change(&cloud)
        }
    }

    private func transaction<Output: Sendable>(
        _ change: @Sendable (inout Cloud) -> Output
    ) throws(CloudFileProblem) -> Output {
        let moment = time.now()
        let result = state.withLock { Self.work(&$0, moment, isLook: false, change) }
        do { return try result.get() } catch { throw CloudFileProblem(error) }
    }

    /// The same for whoever can do something else while the cloud is taken.
    /// - Parameter isLook: it changes nothing, so that it may take effect late.
    private func transaction<Output: Sendable>(
        isLook: Bool, _ change: @Sendable (inout Cloud) -> Output
    ) async throws(CloudFileProblem) -> Output {
        let moment = time.now()
        var result: Result<Output, SQLiteError>?
        for _ in 0..<Self.tries where result == nil {
            result = state.withLockIfAvailable { Self.work(&$0, moment, isLook: isLook, change) }
            // A thread that waits for a lock costs more than most calls.
            if result == nil { await Task.yield() }
        }
        let done = result ?? state.withLock { Self.work(&$0, moment, isLook: isLook, change) }
        do { return try done.get() } catch { throw CloudFileProblem(error) }
    }

    private static let tries = 64

    private static func work<Output: Sendable>(
        _ state: inout State, _ moment: Instant, isLook: Bool, _ change: (inout Cloud) -> Output
    ) -> Result<Output, SQLiteError> {
        let work = { (cloud: inout Cloud) -> Output in
            cloud.advance(to: moment)
            return change(&cloud)
        }
        do throws(SQLiteError) {
            if isLook, let output = try state.file.look(at: &state.cloud, state.lock, work) { return .success(output) }
            return .success(try state.file.transaction(on: &state.cloud, state.lock, work))
        } catch {
            return .failure(error)
        }
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        do throws(AWSError) {
            return try await answer(until: request.deadline, isLook: request.isRead) { cloud, moment in
                cloud.handle(
                    service: request.service, operation: request.operation, region: request.region,
                    input: request.input, at: moment)
            }
        } catch {
            throw error.of(request)
        }
    }

    public func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        do throws(AWSError) {
            return try await answer(until: request.deadline, isLook: request.isRead) { cloud, moment in
                cloud.handle(request, at: moment)
            }
        } catch {
            throw error.of(request)
        }
    }

    private func answer(
        until deadline: Instant, isLook: Bool, _ handle: @Sendable (inout Cloud, Instant) -> Cloud.Answer
    ) async throws(AWSError) -> Value {
        let moment = time.now()
        let time = time
        let answer: Cloud.Answer?
        do throws(CloudFileProblem) {
            answer = try await transaction(isLook: isLook) { cloud in
                // Whoever waited for others until its deadline was over must not take effect any more.
                guard time.now() <= deadline else { return nil }
                return handle(&cloud, moment)
            }
        } catch {
            // The transaction was rolled back, so the call had no effect.
            throw AWSError("FakeCloud.Unusable", error.description, effect: .none)
        }
        guard let answer else {
            throw AWSError(
                "Transport.DeadlineExceeded", "the time for the call was over before the cloud began with it",
                effect: .none)
        }
        await time.sleep(until: moment + answer.latency)
        return try answer.result.get()
    }
}
