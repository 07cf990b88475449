import Documents
import FoundationEssentials
import Reports
import Simulator
import Specs
import Terminal
import Values

/// `reconcile simulate SPEC`.
enum Simulate {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let spec = try Session.readSpec(options.words[0], options, output)
        let from = try options.value("from").map { try Session.readSpec($0, options, output) }
        if let from, from.name != spec.name {
            throw UsageProblem(
                "\(options.words[0]) is of \(spec.name), but --from is of \(from.name)",
                hint: "Both must be specs of one platform.")
        }
        let mix = options.value("faults").flatMap(FaultMix.init) ?? .light
        let simulation = Simulation(
            spec, from: from, seed: UInt64(options.number("seed", 1)), runs: options.number("runs", 100), mix: mix)
        let outcome = await simulation.run(parallelism: ProcessInfo.processInfo.activeProcessorCount)
        let report = SimulationReport(outcome, again: again(options, mix))
        if options.has("json") {
            output.result(JSON.pretty(report.value))
        } else {
            report.lines.forEach { output.result($0) }
        }
        return outcome.isSound ? 0 : 1
    }

    private static func again(_ options: Options, _ mix: FaultMix) -> String {
        var command = "reconcile simulate \(options.words[0])"
        if let from = options.value("from") { command += " --from \(from)" }
        for setting in options.all("set") { command += " --set \(setting)" }
        return command + " --faults \(mix.rawValue)"
    }
}
