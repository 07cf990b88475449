import Engine
import Planning
import Reports
import Synchronization
import Terminal
import Values

/// Tells the user of a run's events as plain lines.
final class RunWatcher: Sendable {
    private struct State {
        var done = 0
        var began: [Int: Instant] = [:]
    }

    private let report: RunReport
    private let output: TextOutput
    private let state = Mutex(State())

    init(_ plan: Plan, _ output: TextOutput) {
        report = RunReport(plan)
        self.output = output
    }

    func see(_ event: RunEvent) {
        let line = state.withLock { state -> String? in
            var began: Instant?
            switch event {
            case .stepBegan(let step, let at): state.began[step] = at
            case .stepDone(let step, _):
                state.done += 1
                began = state.began[step]
            default: break
            }
            return report.line(event, done: state.done, began: began)
        }
        if let line { output.note(line) }
    }
}
