import CloudCalls
import Documents
import Engine
import FakeCloudStore
import Locks
import Planning
import Providers
import Reports
import Resources
import Runner
import States
import Synchronization
import Terminal
import Values

/// Runs a plan: lease, backup, run, report.
struct Execution {
    let session: Session
    let making: PlanMaking

    /// Takes the lease, waiting for it as long as `--lock-timeout` says.
    static func lease(_ store: StateStore, _ options: Options) async throws(CommandFailure) -> Lease {
        let limit = options.number("lock-timeout", 0)
        let end = ProcessFacts.monotonicNanoseconds + limit * 1_000_000_000
        while true {
            do throws(StateError) { return try store.takeLease() } catch {
                guard error.code == "state.leaseHeld", ProcessFacts.monotonicNanoseconds < end else {
                    throw CommandFailure(error)
                }
            }
            try? await Task.sleep(nanoseconds: 200_000_000)
        }
    }

    /// Does something under the lease and gives it back, however that ends.
    static func underLease(
        _ store: StateStore, _ options: Options, _ body: (borrowing Lease) async throws -> Int32
    ) async throws -> Int32 {
        let lease = try await lease(store, options)
        let result: Result<Int32, any Error>
        do { result = .success(try await body(lease)) } catch { result = .failure(error) }
        do throws(StateError) { try store.release(lease) } catch {
            // A run that ended well is told; one that failed has the more important message already.
            if case .success = result { throw CommandFailure(error) }
        }
        return try result.get()
    }

    /// Runs the plan to its end; the exit code says whether it converged.
    /// - Parameters:
    ///   - command: the command line that goes on when it is interrupted.
    ///   - finish: the one that walks the whole way, where that is another.
    ///   - spends: the hash of the saved plan whose one use this is; nil for a plan made just now, and for the
    ///   rest of a saved one that was interrupted.
    func run(
        _ lease: borrowing Lease, command: String, finish: String? = nil, spends: String? = nil
    ) async throws(CommandFailure) -> Int32 {
        let store = session.store
        let plan = making.plan
        let journal: RunJournal
        let intents: [OpenIntent]
        let settings: EngineSettings
        let runID =
            "run-\(ProcessFacts.secondsSince1970)-\(ProcessFacts.id)-\(ProcessFacts.monotonicNanoseconds % 1_000_000)"
        do {
            try Pausing.refuse(plan.platform, store, session.options)
            try backUp(runID)
            intents = try store.openIntents(plan.platform)
            journal = try store.begin(
                RunHeader(
                    id: runID, plan: plan, planHash: spends ?? PlanCodec.hash(of: plan), spendsPlan: spends != nil,
                    command: finish ?? command, isWhole: making.isWhole, leadsTo: making.leadsTo,
                    began: session.clock.now()
                ),
                lease: lease)
            settings = EngineSettings(
                parallelism: session.options.number("parallelism", 16),
                waitsForServing: session.options.value("wait") != "created",
                acceptsNoTraffic: session.options.has("accept-no-traffic"),
                approved: session.options.all("approve"),
                attemptLimit: session.provider.attemptLimit, patience: session.patience)
        } catch let error as StateError {
            throw CommandFailure(error)
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure("\(error)")
        }
        var attributes: [Address: Value] = [:]
        for observation in making.observed { attributes[observation.address] = observation.attributes }
        let input = EngineInput(
            plan: plan, runID: runID, attributes: attributes, openIntents: intents, settings: settings)
        let watcher = RunWatcher(plan, session)
        let runner = PlanRunner(
            provider: session.provider, journal: journal, time: session.clock, report: { watcher.see($0) })
        let pauses = PauseWatch(store: store, platform: plan.platform, clock: session.virtualClock)
        let signals = SignalWatch(watcher)
        watcher.begin()
        defer {
            watcher.end()
            signals.end()
        }
        let result = try await session.attempt { () async throws(JournalFailure) -> RunSummary in
            try await runner.run(input, cancel: { await signals.asked() }, pause: pauses.changed)
        }
        watcher.end()
        let code: Int32
        do throws(JournalFailure) {
            let summary = try result.get()
            watcher.tell(summary, again: command)
            code = Self.code(summary.result)
        } catch {
            throw CommandFailure(error)
        }
        if let file = session.options.value("report") {
            try History.writePage(of: runID, store, to: file, session.output)
        }
        return code
    }

    /// 3 says that the run waits for somebody, 130 that it was stopped as by Ctrl-C.
    private static func code(_ result: RunResult) -> Int32 {
        switch result {
        case .converged: 0
        case .awaitsApproval: 3
        case .cancelled: 130
        case .failed, .rolledBack: 1
        }
    }

    private func backUp(_ runID: String) throws(CommandFailure) {
        let folder = StateStore.backupFolder(of: session.store.path)
        try Files.makeFolder(of: "\(folder)/x")
        let name = session.store.path.split(separator: "/").last.map(String.init) ?? "state"
        do throws(StateError) {
            try session.store.backUp(to: "\(folder)/\(name).\(runID)")
        } catch {
            throw CommandFailure(error)
        }
        Files.prune(folder, keeping: 5)
    }
}
