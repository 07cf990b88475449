import Diagnostics
import Documents
import Reports
import Terminal

/// `reconcile fmt SPEC`: a spec laid out as everybody's.
enum Format {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let path = options.words[0]
        let bytes = try Files.read(path)
        let text: String
        do throws(Diagnostic) {
            let document = try JSONReader.read(bytes, file: path)
            // Which of two members with one name was meant, only its writer knows.
            if let duplicate = document.duplicates.first { throw duplicate }
            text = JSON.layout(of: document)
        } catch {
            throw CommandFailure(DiagnosticReport.lines([error]))
        }
        if Array(text.utf8) == bytes { return 0 }
        output.result(path)
        if options.has("check") {
            output.note("\(path) is laid out otherwise; `reconcile fmt \(CommandLineText.quoted(path))` mends that.")
            return 1
        }
        try Files.write(text, to: path)
        return 0
    }
}
