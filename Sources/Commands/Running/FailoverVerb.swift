import Blueprints
import CloudCalls
import Migrations
import Planning
import Resources
import Specs
import Terminal
import Values

/// `reconcile failover SPEC --to REGION` and `reconcile failback SPEC`.
enum FailoverVerb {
    @Sendable static func over(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let path = options.words[0]
        let spec = try Session.readSpec(path, options, output)
        guard let region = options.value("to"), spec.regions.contains(where: { $0.name == region }) else {
            let regions = spec.regions.map(\.name).joined(separator: ", ")
            throw UsageProblem("--to names a region of the spec", hint: "One of: \(regions).")
        }
        return try await walk("failover", spec, options, output, ask) { move in
            guard move.reachable.contains(region) else {
                throw CommandFailure("\(region) does not answer: the writer can't go there. [failover.noAnswer]")
            }
            if move.writer.region == region {
                return try planned { () throws(PlanProblems) in
                    try move.planner.finish(move.writer)
                }
            }
            let isPlanned = options.has("planned")
            let home = move.writer.region
            guard !isPlanned || move.reachable.contains(home) else {
                throw CommandFailure(
                    "\(home) does not answer: its writes can't be frozen. [failover.noAnswer]",
                    hint: "Without --planned the writer moves all the same, and what the copy lacks is lost.")
            }
            var plan = try planned { () throws(PlanProblems) in
                try move.planner.move(move.writer, to: region, isPlanned: isPlanned)
            }
            if !isPlanned { plan.warnings.insert(contentsOf: try await loss(move, region, options), at: 0) }
            return plan
        }
    }

    @Sendable static func back(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let spec = try Session.readSpec(options.words[0], options, output)
        return try await walk("failback", spec, options, output, ask) { move in
            for region in spec.regions.map(\.name) where !move.reachable.contains(region) {
                throw CommandFailure(
                    "\(region) does not answer: the way home needs every region. [failover.noAnswer]",
                    hint: "The writer stays in \(move.writer.region) until then.")
            }
            return try planned { () throws(PlanProblems) in
                try move.planner.back(move.writer, to: spec.primaryRegion.name)
            }
        }
    }

    private static func planned(_ make: () throws(PlanProblems) -> Plan) throws(CommandFailure) -> Plan {
        do throws(PlanProblems) { return try make() } catch { throw CommandFailure(error) }
    }

    private static func walk(
        _ verb: String, _ spec: Spec, _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask,
        _ plan: (WriterMove) async throws -> Plan
    ) async throws -> Int32 {
        let session = try await Session(options, output, spec: spec)
        return try await Execution.underLease(session, isWithout: verb == "failover") { lease in
            let move = try await WriterMove.look(session)
            let plan = try await plan(move)
            try session.remember(move.observed)
            let making = PlanMaking(plan: plan, observed: move.observed, leadsTo: plan.toPhase)
            let command = CommandLineText.of(verb, options.words[0], options)
            return try await Execution(session: session, making: making).asked(
                lease, "Move the writer?", command: command, ask, succeeded: { tell(move, command, output) }) ?? 0
        }
    }

    private static func tell(_ move: WriterMove, _ command: String, _ output: TextOutput) {
        let silent = move.session.spec.regions.map(\.name).filter { !move.reachable.contains($0) }
        guard !silent.isEmpty else { return }
        output.note(
            StyledLine(
                "NOT FENCED: \(silent.joined(separator: ", ")) did not answer. As soon as it does, run: \(command)",
                .danger))
        output.note("If it is gone for good, apply a spec of phase 3 that does not name it: --lost \(silent[0]).")
    }

    /// What an unplanned move loses at most, before anybody is asked.
    /// - Throws: `CommandFailure` when that can't be known and nobody said that it need not be.
    private static func loss(
        _ move: WriterMove, _ region: String, _ options: Options
    ) async throws(CommandFailure) -> [String] {
        let home = move.writer.region
        let gentler =
            move.reachable.contains(home)
            ? ["\(home.uppercased()) ANSWERS: with --planned its writes are frozen first, and none is lost."] : []
        let reading = try await move.lag(in: region)
        guard let lag = reading.value, let moment = reading.measuredAt else {
            guard options.has("accept-unknown-loss") else {
                let why = reading.problem.isEmpty ? "CloudWatch has no point of its lag" : reading.problem
                throw CommandFailure(
                    "How far the copy in \(region) is behind can't be measured: \(why). [failover.unknownLoss]",
                    hint: "Say --accept-unknown-loss to move the writer without knowing what is lost.")
            }
            return ["DATA LOSS UNKNOWN: how far the copy in \(region) is behind can't be measured."] + gentler
        }
        let last = Instant(milliseconds: moment.milliseconds - lag)
        let age = (move.session.clock.now() - moment).seconds
        return [
            "DATA LOSS: writes acknowledged after \(last.timestamp) may be missing in \(region): its lag was "
                + "\((lag + 999) / 1000) s in the minute from \(moment.timestamp), \(age) s ago, as CloudWatch says."
        ] + gentler
    }
}
