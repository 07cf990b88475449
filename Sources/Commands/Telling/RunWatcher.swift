import CloudCalls
import Dispatch
import Documents
import Engine
import FakeCloudStore
import Planning
import Reports
import Resources
import States
import Synchronization
import Terminal
import Values

/// Tells of a run: on a terminal in a live region below its finished lines, elsewhere in plain lines, and with `--json`
/// in objects on standard output.
final class RunWatcher: Sendable {
    private let plan: Plan
    private let report: RunReport
    private let stream: RunStream?
    private let mode: ProgressMode
    private let session: Session
    private let progress: Mutex<RunProgress>
    private let display: LiveDisplay?
    private let heartbeat = Mutex<Heartbeat?>(nil)

    init(_ plan: Plan, _ session: Session) {
        self.plan = plan
        self.session = session
        report = RunReport(plan)
        stream = session.options.has("json") ? RunStream(plan) : nil
        progress = Mutex(RunProgress(plan))
        mode = ProgressMode(session.options, session.output)
        display = mode == .tty ? LiveDisplay(session.output) : nil
    }

    /// The run is about to begin.
    func begin() {
        if let stream { session.output.result(JSON.text(of: stream.opening(program: Program.version))) }
        let clock = session.clock
        switch mode {
        case .json: session.output.note(JSON.text(of: RunStream(plan).opening(program: Program.version)))
        case .quiet: session.output.note("Quiet, as asked: only what fails and the end are told.")
        case .plain, .tty: break
        }
        if mode == .plain {
            // In real seconds: what waits for minutes is silent otherwise.
            let beat = Heartbeat(every: .seconds(30)) { [weak self] in
                self?.progress.withLock { $0.lines(at: clock.now(), rows: 4, columns: 200) }
                    .forEach { self?.session.output.note($0) }
            }
            heartbeat.withLock { $0 = beat }
        }
        display?.begin { [weak self] rows, columns in
            self?.progress.withLock { $0.lines(at: clock.now(), rows: rows, columns: columns) } ?? []
        }
    }

    func see(_ event: RunEvent) {
        if let stream { session.output.result(JSON.text(of: stream.value(event))) }
        let line = progress.withLock { progress -> StyledLine? in
            var began: Instant?
            if case .stepDone(let step, _) = event { began = progress.beginning(of: step) }
            progress.see(event)
            return report.line(event, done: progress.done, began: began)
        }
        if mode == .json { session.output.note(JSON.text(of: RunStream(plan).value(event))) }
        guard let display else {
            if let line, mode.tells(event) {
                session.output.note(line)
                heartbeat.withLock { $0?.spoke() }
            }
            return
        }
        // What a step waits for stands in the region, as long as it waits.
        if case .stepWaits = event { return }
        if let line { display.add(line) }
    }

    /// The run is over, or the program leaves: the region goes and the cursor comes back.
    func end() {
        display?.end()
        heartbeat.withLock { $0?.end() }
    }

    /// The program leaves at once.
    func left() {
        session.output.note("Left at once. What was begun is in the journal; the same command goes on.")
    }

    /// The program is about to be stopped by Ctrl-Z, or goes on after it.
    func suspend() { display?.suspend() }
    func resume() { display?.resume() }

    /// What `--wait created` did not wait for.
    private func tellUnproven(_ recorded: [RecordedResource]) {
        for record in recorded {
            guard case .pending(let reason) = record.observation.status else { continue }
            session.output.note(
                StyledLine("Not proven to serve: \(record.observation.address): \(reason)", .caution))
        }
    }

    /// How it went.
    func tell(_ summary: RunSummary, again: String) {
        if mode == .json {
            session.output.note(JSON.text(of: RunStream(plan).closing(summary, outputs: [])))
        }
        let unfinished = mode == .json ? [] : progress.withLock { $0.unfinished }
        if mode != .json {
            for line in report.lines(summary, unfinished: unfinished, again: again) { session.output.note(line) }
        }
        let recorded = (try? session.store.recorded(plan.platform)) ?? []
        if session.options.value("wait") == "created" { tellUnproven(recorded) }
        guard let stream else { return }
        let outputs = summary.result == .converged ? Answers.all(recorded) : []
        session.output.result(JSON.text(of: stream.closing(summary, outputs: outputs)))
    }
}
