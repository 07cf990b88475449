import Documents
import Reports
import Specs
import Terminal

/// `reconcile validate SPEC`.
enum Validate {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let reading = try Session.read(options.words[0], options)
        if options.has("json") {
            output.result(JSON.pretty(DiagnosticReport.value(reading.diagnostics)))
        } else {
            for line in DiagnosticReport.lines(reading.diagnostics) { output.note(line) }
            if let spec = reading.spec {
                output.result("\(spec.name) is valid: phase \(spec.phase), \(spec.services.count) services.")
            }
        }
        return reading.spec == nil ? 1 : 0
    }
}
