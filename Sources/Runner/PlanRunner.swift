public import CloudCalls
public import Engine
public import Providers
import Values

/// Drives the core with a provider, a journal and a clock; the same on the real clock and in virtual time.
public struct PlanRunner: Sendable {
    private let provider: Provider
    private let journal: any JournalWriting
    private let time: any TimeSource
    private let report: @Sendable (RunEvent) -> Void

    /// - Parameter report: told of each event, in order, from one task.
    public init(
        provider: Provider, journal: any JournalWriting, time: any TimeSource,
        report: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) {
        self.provider = provider
        self.journal = journal
        self.time = time
        self.report = report
    }

    private enum Signal: Sendable {
        case event(EngineEvent)
        case timer
        case cancelAsked
        case pauseChanged(Bool)
        case ignored
    }

    /// Runs a plan to its end, or until it fails or is cancelled.
    /// - Parameters:
    ///   - cancel: returns when the user asks to stop; must return when its task is cancelled.
    ///   - pause: returns when the user asks for a pause (given false) or for its end (given true), false when its task is
    ///   cancelled first.
    /// - Throws: `JournalFailure` when a record can't be made durable; running calls are awaited first.
    public func run(
        _ input: EngineInput, cancel: (@Sendable () async -> Bool)? = nil,
        pause: (@Sendable (Bool) async -> Bool)? = nil
    ) async throws(JournalFailure) -> RunSummary {
        let outcome = await withTaskGroup(of: Signal.self) { group -> Result<RunSummary, JournalFailure> in
            var core = EngineCore(input)
            var timers: Set<Int> = []
            if let cancel {
                group.addTask { await cancel() ? .cancelAsked : .ignored }
            }
            if let pause { group.addTask { await pause(false) ? .pauseChanged(true) : .ignored } }
            var event: EngineEvent? = .begin(time.now())
            while true {
                if let current = event {
                    let commands = core.handle(current)
                    do throws(JournalFailure) {
                        let records = commands.compactMap { if case .journal(let record) = $0 { record } else { nil } }
                        if !records.isEmpty { try journal.append(records) }
                    } catch {
                        // No further call may be made; those under way end by themselves.
                        group.cancelAll()
                        return .failure(error)
                    }
                    for command in commands {
                        switch command {
                        case .journal: break
                        case .report(let event): report(event)
                        case .end(let summary):
                            group.cancelAll()
                            return .success(summary)
                        case .look(let step, let operation):
                            group.addTask {
                                let outcome = await provider.advance(operation)
                                return .event(.looked(step: step, outcome, at: time.now()))
                            }
                        case .measure(let measurements, let since):
                            group.addTask {
                                let readings = await provider.measure(measurements, since: since)
                                return .event(.measured(readings, at: time.now()))
                            }
                        case .wake(let moment):
                            guard timers.allSatisfy({ $0 > moment.milliseconds }) else { continue }
                            timers.insert(moment.milliseconds)
                            group.addTask {
                                await time.sleep(until: moment)
                                return .timer
                            }
                        }
                    }
                }
                event = nil
                guard let signal = await group.next() else {
                    return .failure(
                        JournalFailure(
                            code: "runner.stalled", message: "Nothing is under way, yet the plan is not done.",
                            hint: "This is a defect; the next apply goes on from here."))
                }
                switch signal {
                case .event(let next): event = next
                case .timer:
                    let now = time.now()
                    timers = timers.filter { $0 > now.milliseconds }
                    event = .timePassed(now)
                case .cancelAsked: event = .cancelAsked(time.now())
                case .pauseChanged(let isPaused):
                    event = isPaused ? .pauseAsked(time.now()) : .resumeAsked(time.now())
                    if let pause { group.addTask { await pause(isPaused) ? .pauseChanged(!isPaused) : .ignored } }
                case .ignored: break
                }
            }
        }
        return try outcome.get()
    }
}
