import CloudCalls
import Documents
import FakeCloudStore
import Planning
import Reports
import Resources
import Specs
import States
import Terminal
import Values

/// `plan --refresh-only` shows what others changed; `apply --refresh-only` takes it over into the state.
enum RefreshOnly {
    static func plan(_ options: Options, _ output: TextOutput) async throws -> Int32 {
        if options.value("out") != nil {
            throw UsageProblem("--refresh-only makes no plan that --out could save")
        }
        let session = try await session(options, output)
        let (input, drift) = try await look(session)
        let report = DriftReport(drift, platform: session.spec.name)
        switch try PlanVerb.format(options) {
        case "markdown": output.result(String(report.markdown().dropLast()))
        case "json":
            output.result(
                JSON.pretty([
                    "formatVersion": .int(Plan.formatVersion), "purpose": .string(Plan.Purpose.refreshOnly.rawValue),
                    "platform": .string(input.platform), "account": .string(input.account),
                    "provider": .string(input.provider), "regions": .strings(input.regions),
                    "stateSerial": .int(input.stateSerial), "drift": report.value,
                ]))
        default: report.lines.forEach { output.result($0) }
        }
        return options.has("detailed-exitcode") && !drift.isEmpty ? 2 : 0
    }

    static func apply(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let session = try await session(options, output)
        return try await Execution.underLease(session) { _ in
            let (input, drift) = try await look(session)
            DriftReport(drift, platform: session.spec.name).lines.forEach { output.note($0) }
            guard drift.contains(where: { $0.change != .unknown }) else { return 0 }
            let question = "\nTake this over into the state? Only `yes` does: "
            guard try Confirmation.given(question, "yes", options, output, ask) else { return 1 }
            do throws(StateError) {
                let count = try session.store.accept(session.spec.name, input.observed)
                output.note("The state now says what the cloud says; \(count) resources changed in it.")
                return 0
            } catch {
                throw CommandFailure(error)
            }
        }
    }

    private static func session(_ options: Options, _ output: TextOutput) async throws -> Session {
        for name in ["target", "exclude", "replace"] where !options.all(name).isEmpty {
            throw UsageProblem("--\(name) and --refresh-only exclude each other")
        }
        if options.value("refresh") == "false" {
            throw UsageProblem("--refresh=false and --refresh-only exclude each other")
        }
        return try await Session(options, output, spec: try Session.readSpec(options.words[0], options, output))
    }

    /// Looks once, and once more where something is gone: a list may leave out for a while what is there.
    static func look(
        _ session: Session
    ) async throws(CommandFailure) -> (input: PlanningInput, drift: [Drift]) {
        let recorded = try session.recorded()
        let first = try await drift(session, recorded)
        let windows = first.drift.filter { $0.change == .gone }
            .map { first.input.schemas[$0.kind]?.consistencyWindow ?? .seconds(10) }
        guard let window = windows.max() else { return first }
        let clock = session.clock
        try await session.run { await clock.sleep(until: clock.now() + window) }
        return try await drift(session, recorded)
    }

    private static func drift(
        _ session: Session, _ recorded: [RecordedResource]
    ) async throws(CommandFailure) -> (input: PlanningInput, drift: [Drift]) {
        let observed = try await session.observe(recorded, isChanging: false)
        let input = try session.planningInput(observed, recorded)
        return (input, Drift.all(input))
    }
}
