import Documents
import FakeAWS
import Simulator
import Specs
import Terminal
import Values

/// `reconcile drill zone|region|database`.
enum DrillVerb {
    @Sendable static func zone(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let zone = options.words[0]
        let region = String(zone.dropLast())
        guard FakeCatalog.zones(in: region).contains(zone), region.contains("-") else {
            throw UsageProblem("`\(zone)` is no zone", hint: "Zones are a, b and c of a region: ap-south-1a.")
        }
        return try run(.zone(zone), options, output)
    }

    @Sendable static func region(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let region = options.words[0]
        guard options.words.count > 1 else { return try run(.region(region), options, output) }
        let spec = try Session.readSpec(options.words[1], options, output)
        guard spec.phase >= 4, spec.regions.contains(where: { $0.name == region }) else {
            throw UsageProblem(
                "a region's loss takes a spec of phase 4 with that region",
                hint: "Its regions: \(spec.regions.map(\.name).joined(separator: ", ")).")
        }
        guard let drill = RegionDrill(spec, losing: region, from: try StateOrigin.start(spec, options)) else {
            output.note("The writer stands elsewhere: nothing has to move.")
            return try run(.region(region), options, output)
        }
        let measured = WriterDrill(region: region, outcome: drill.run())
        if options.has("json") {
            output.result(JSON.pretty(measured.value))
        } else {
            measured.lines.forEach { output.result($0) }
        }
        return measured.isWhole ? 0 : 1
    }

    @Sendable static func database(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        try run(.database, options, output)
    }

    private static func run(_ target: Drill.Target, _ options: Options, _ output: TextOutput) throws -> Int32 {
        guard let stored = try FakeClouds.existing(options) else {
            throw CommandFailure(
                "There is no fake cloud at \(Session.cloudPath(options)).",
                hint: "Apply a spec first, or name the place with --state.")
        }
        let cloud = try FakeClouds.snapshot(stored)
        guard cloud.healthyTargets > 0 else {
            throw CommandFailure(
                "No load balancer of this cloud has a healthy target: there is nothing to measure.",
                hint: "Drills are for phases 1 to 4; in phase 0 the one instance is all there is.")
        }
        if target == .database, !cloud.hasDatabase {
            throw CommandFailure("There is no database service in this cloud.", hint: "It comes with phase 1.")
        }
        let outcome = Drill(cloud, killing: target).run()
        if options.has("json") {
            output.result(JSON.pretty(value(target, outcome)))
        } else {
            lines(target, outcome).forEach { output.result($0) }
        }
        return outcome.servedAfter == nil ? 1 : 0
    }

    private static func lines(_ target: Drill.Target, _ outcome: Drill.Outcome) -> [StyledLine] {
        func after(_ span: TimeSpan?) -> String {
            span.map { $0 == .zero ? "at once" : "after \($0.seconds) s" } ?? "not"
        }
        let all = max(1, outcome.failed + outcome.answered)
        var lines = [
            StyledLine("Game day: \(target.words) is killed", .title).adding(
                " on a copy; the fake cloud stays as it is"),
            StyledLine(
                "  \(outcome.failed) of \(all) requests failed in \(outcome.watched.seconds / 60) min",
                outcome.failed == 0 ? .good : .caution),
            StyledLine(
                outcome.failed == 0
                    ? "  no user noticed"
                    : "  everybody was served again \(after(outcome.servedAfter))"
                        + (outcome.servedAfter == nil ? " in that time" : ""),
                outcome.servedAfter == nil ? .danger : .plain),
            StyledLine(
                "  \(outcome.targetsLeast) of \(outcome.targetsBefore) targets were healthy at the worst, all of them again "
                    + after(outcome.wholeAfter)),
        ]
        if let bound = outcome.lossBound {
            lines.append(StyledLine("  a promotion at that moment loses at most \(bound.milliseconds) ms of writes"))
        }
        return lines + outcome.lines.prefix(30).map { StyledLine("    \($0)", .aside) }
    }

    private static func value(_ target: Drill.Target, _ outcome: Drill.Outcome) -> Value {
        [
            "killed": .string(target.words), "failed": .int(outcome.failed), "answered": .int(outcome.answered),
            "servedAfterSeconds": outcome.servedAfter.map { .int($0.seconds) } ?? .null,
            "wholeAfterSeconds": outcome.wholeAfter.map { .int($0.seconds) } ?? .null,
            "targetsBefore": .int(outcome.targetsBefore), "targetsLeast": .int(outcome.targetsLeast),
            "watchedSeconds": .int(outcome.watched.seconds),
            "lossBoundMilliseconds": outcome.lossBound.map { .int($0.milliseconds) } ?? .null,
            "log": .strings(outcome.lines),
        ]
    }
}
