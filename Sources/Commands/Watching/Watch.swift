import CloudCalls
import Documents
import FakeCloudStore
import Locks
import Planning
import Reports
import Resources
import Specs
import States
import Terminal
import Values

/// `reconcile watch SPEC`: looks again and again, level by level: each cycle begins from what is, not from what was heard.
enum Watch {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let place = try options.value("listen").map {
            try ListenPlace($0, reason: "what a watcher knows is for this machine alone")
        }
        let watched = try WatchedSpec(options.words[0], options, output)
        let board = WatchBoard(WatchNumbers(platform: watched.spec.name, interval: interval(options)))
        let face = try place.map { try WatchFace($0, board) }
        if let face { output.note("Listening: \(face.url)/healthz and \(face.url)/metrics.") }
        if options.has("json") { output.result(JSON.text(of: opening(watched.spec, options, face))) }
        let result: Result<Void, any Error>
        do { result = .success(try await loop(watched, board, options, output)) } catch { result = .failure(error) }
        await face?.stop()
        try result.get()
        return 0
    }

    private static func loop(
        _ watched: WatchedSpec, _ board: WatchBoard, _ options: Options, _ output: TextOutput
    ) async throws {
        let path = options.words[0]
        var watched = watched
        // A run inside of the loop is told by the cycle's line.
        let inner = options.without(flag: "json").laying([("progress", "quiet")], flags: ["yes"])
        var session = try await Session(inner, output, spec: watched.spec)
        let stop = StopSign()
        defer { stop.end() }
        var failures = 0
        var number = 0
        while !stop.isAsked {
            number += 1
            var cycle = WatchCycle(number: number)
            switch watched.look() {
            case .none: break
            case .broken(let lines):
                lines.forEach { output.note($0) }
                board.refuseSpec()
            case .changed:
                cycle.specChanged = true
                session = try await Session(inner, output, spec: watched.spec)
            }
            let clock = session.clock
            cycle.at = clock.now()
            do {
                try await look(
                    &cycle, session, applies: options.has("apply"), again: CommandLineText.of("apply", path, options))
            } catch let failure as CommandFailure {
                cycle.result = .failed
                cycle.failure = failure.lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
            }
            stop.takeOver()
            cycle.took = clock.now() - cycle.at
            board.see(cycle)
            failures = cycle.result == .failed ? failures + 1 : 0
            if options.has("json") {
                output.result(JSON.text(of: cycle.value))
            } else if cycle.result != .inSync || number == 1 || cycle.specChanged {
                cycle.lines(watched.spec.name).forEach { output.result($0) }
            }
            if cycle.result == .stopped || number == options.number("cycles", .max) { break }
            let pause = pause(options, failures)
            try await session.run {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await clock.sleep(until: clock.now() + pause) }
                    if !options.isVirtual { group.addTask { await stop.wait() } }
                    await group.next()
                    group.cancelAll()
                }
            }
        }
        if stop.isAsked { output.note("Stopped as asked after \(number) cycles.") }
    }

    private static func look(
        _ cycle: inout WatchCycle, _ session: Session, applies: Bool, again: String
    ) async throws {
        let (input, drift) = try await RefreshOnly.look(session)
        cycle.drift = drift
        let plan = try PlanMaking.make(session, .apply, input.observed, input.recorded).plan
        cycle.steps = plan.steps.count
        cycle.result = plan.isEmpty ? .inSync : .changes
        guard applies, !plan.isEmpty else { return }
        let code = try await Execution.underLease(session) { lease in
            let making = try await PlanMaking.make(session, .apply)
            guard !making.plan.isEmpty else { return try Settling.settle(session, making) }
            try session.remember(making.observed)
            return try await Execution(session: session, making: making).run(lease, command: again)
        }
        switch code {
        case 0: cycle.result = .applied
        // Somebody has to approve what comes next: it stays to be done.
        case 3: break
        case 130: cycle.result = .stopped
        default: throw CommandFailure("The run did not reach its end; `reconcile history last` says why.")
        }
    }

    /// The interval; after failures up to sixteen times as long, and never quite the same, so that many watchers of one
    /// account don't ask in step.
    private static func pause(_ options: Options, _ failures: Int) -> TimeSpan {
        let backoff = interval(options).milliseconds << min(failures, 4)
        let jitter = failures == 0 ? 0 : ProcessFacts.monotonicNanoseconds / 1000 % max(1, backoff / 5)
        return TimeSpan(milliseconds: backoff + jitter)
    }

    private static func interval(_ options: Options) -> TimeSpan {
        TimeSpan(milliseconds: ValueForm.milliseconds(options.value("interval") ?? "60s") ?? 60_000)
    }

    private static func opening(_ spec: Spec, _ options: Options, _ face: WatchFace?) -> Value {
        [
            "type": "version", "format": 1, "reconcile": .string(Program.version), "platform": .string(spec.name),
            "interval": .string(options.value("interval") ?? "60s"), "applies": .bool(options.has("apply")),
            "listening": face.map { .string($0.url) } ?? .null,
        ]
    }
}

extension Options {
    /// Whether time jumps instead of passing.
    fileprivate var isVirtual: Bool { value("speed") == "max" }
}
