import Locks
import Planning
import Reports
import Values

/// What a watcher counts, and whether it is well.
struct WatchNumbers {
    /// Upper bounds of a cycle's length, in seconds; a look takes seconds, a change up to hours.
    private static let bounds = [1, 5, 15, 60, 300, 1800, 7200]
    /// So many failures in a row are no hiccup any more.
    static let failuresAllowed = 2

    private let platform: String
    private let interval: TimeSpan
    /// By the clock of this machine, in seconds since 1970.
    private let started = ProcessFacts.secondsSince1970
    private var cycles: [WatchCycle.Result: Int] = [:]
    /// Cycles by the first bound that holds them; the last counts those that no bound holds.
    private var lengths = Array(repeating: 0, count: bounds.count + 1)
    private var allLengths = TimeSpan.zero
    private var driftsFound = 0
    private var stepsApplied = 0
    private var specsRead = 0
    private var specsRefused = 0
    private var failuresInARow = 0
    private var lastGood: Instant?
    private var last: WatchCycle?
    /// What drifted in the cycle before: what still differs is not found again.
    private var known: Set<Drift> = []

    init(platform: String, interval: TimeSpan) {
        self.platform = platform
        self.interval = interval
    }

    mutating func refuseSpec() { specsRefused += 1 }

    mutating func see(_ cycle: WatchCycle) {
        cycles[cycle.result, default: 0] += 1
        let length = cycle.took
        lengths[Self.bounds.firstIndex { length <= .seconds($0) } ?? Self.bounds.count] += 1
        allLengths = allLengths + length
        if cycle.specChanged { specsRead += 1 }
        if cycle.result == .applied { stepsApplied += cycle.steps }
        if cycle.result == .failed {
            failuresInARow += 1
        } else {
            failuresInARow = 0
            lastGood = cycle.at + length
            driftsFound += cycle.drift.count { !known.contains($0) }
            known = cycle.result == .applied ? [] : Set(cycle.drift)
        }
        last = cycle
    }

    /// What ails the watcher, in one line; nil for nothing. What can't be looked at is no reason to begin anew, but
    /// somebody should know.
    var ailment: String? {
        guard failuresInARow > Self.failuresAllowed, let last else { return nil }
        return "\(failuresInARow) cycles in a row failed, the last at \(last.at.timestamp): \(last.failure)"
    }

    /// All of it for Prometheus. Moments and spans are those of the cloud's clock, but for the process's own.
    var metrics: MetricsText {
        var metrics = MetricsText()
        metrics.add(
            "reconcile_build_info", .gauge, "Always 1; its labels say what runs.",
            [.init(1, [.init("version", Program.version), .init("platform", platform)])])
        metrics.add(
            "reconcile_watch_interval_seconds", .gauge, "From cycle to cycle, when nothing fails.",
            Self.seconds(interval))
        metrics.add(
            "reconcile_watch_cycles_total", .counter, "Cycles that ended, by how.",
            WatchCycle.Result.allCases.map { .init(Double(cycles[$0] ?? 0), [.init("result", $0.rawValue)]) })
        addLengths(&metrics)
        metrics.add(
            "reconcile_watch_consecutive_failures", .gauge, "Failed cycles since the last that did not fail.",
            Double(failuresInARow))
        if let lastGood {
            metrics.add(
                "reconcile_watch_last_success_timestamp_seconds", .gauge,
                "When a cycle last ended that did not fail, in seconds since 1970.",
                Double(lastGood.milliseconds) / 1000)
        }
        metrics.add(
            "reconcile_watch_drifted_resources", .gauge,
            "Resources that somebody else changed, as the last cycle saw them.",
            Double(last?.drift.count ?? 0))
        metrics.add(
            "reconcile_watch_drifts_total", .counter, "Changes by somebody else that were found, each counted once.",
            Double(driftsFound))
        metrics.add(
            "reconcile_watch_pending_steps", .gauge, "Steps of the last cycle's plan that were not applied.",
            Double(last.map { $0.result == .applied ? 0 : $0.steps } ?? 0))
        metrics.add(
            "reconcile_watch_applied_steps_total", .counter, "Steps of the plans that were applied.",
            Double(stepsApplied))
        metrics.add(
            "reconcile_watch_spec_reloads_total", .counter,
            "How often the spec's file had changed, by whether it was valid.",
            [
                .init(Double(specsRead), [.init("result", "taken")]),
                .init(Double(specsRefused), [.init("result", "refused")]),
            ])
        metrics.add(
            "process_start_time_seconds", .gauge, "Start of the process, in seconds since 1970.", Double(started))
        metrics.add(
            "process_cpu_seconds_total", .counter, "Processor time of the process, in seconds.",
            Double(ProcessFacts.processorMilliseconds) / 1000)
        metrics.add(
            "process_resident_memory_bytes", .gauge, "Resident memory of the process.",
            Double(ProcessFacts.residentBytes))
        return metrics
    }

    private func addLengths(_ metrics: inout MetricsText) {
        var sum = 0
        var samples: [MetricsText.Sample] = []
        for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], lengths) {
            sum += count
            samples.append(.init(Double(sum), [.init("le", bound)], suffix: "_bucket"))
        }
        samples.append(.init(Self.seconds(allLengths), suffix: "_sum"))
        samples.append(.init(Double(sum), suffix: "_count"))
        metrics.add("reconcile_watch_cycle_duration_seconds", .histogram, "How long cycles took.", samples)
    }

    private static func seconds(_ span: TimeSpan) -> Double { Double(span.milliseconds) / 1000 }
}
