import Blueprints
import Documents
import Insight
import Reports
import Specs
import Terminal
import Values

/// `reconcile diff SPEC SPEC`: what two specs want differently; nothing that exists is asked.
enum Diff {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let old = try Session.readSpec(options.words[0], options, output)
        let new = try Session.readSpec(options.words[1], options, output)
        let spec = ValueDifference.all(from: old.value, to: new.value)
        let graph = GraphDifference(from: Blueprint.graph(for: old), to: Blueprint.graph(for: new))
        let report = DifferenceReport(spec: spec, graph: graph)
        if options.has("json") {
            output.result(JSON.pretty(report.value))
        } else {
            report.lines.forEach { output.result($0) }
        }
        return options.has("detailed-exitcode") && !spec.isEmpty ? 2 : 0
    }
}
