import Blueprints
import Drawings
import Specs
import Terminal

/// `reconcile graph SPEC`.
enum GraphVerb {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let spec = try Session.readSpec(options.words[0], options, output)
        let drawing = PlatformDrawing(Blueprint.graph(for: spec), title: "\(spec.name), phase \(spec.phase)")
        let text =
            switch options.value("format") ?? "dot" {
            case "mermaid": drawing.mermaid
            case "svg": drawing.svg
            case "html": drawing.html
            default: drawing.dot
            }
        guard let path = options.value("out") else {
            output.result(String(text.dropLast()))
            return 0
        }
        try Files.write(text, to: path)
        output.note("The drawing is in \(path).")
        return 0
    }
}
