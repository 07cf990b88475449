import CloudCalls
import Diagnostics
import Engine
import FakeCloudStore
import Planning
import Providers
import Reports
import States

/// Why a command could not do its work; told on the side, with exit code 1.
struct CommandFailure: Error {
    let lines: [String]

    init(_ lines: [String]) { self.lines = lines }
    init(_ message: String, hint: String = "") { lines = ["error: \(message)"] + (hint.isEmpty ? [] : ["    \(hint)"]) }
    init(_ error: StateError) { self.init("\(error.message) [\(error.code)]", hint: error.hint) }
    init(_ error: JournalFailure) { self.init("\(error.message) [\(error.code)]", hint: error.hint) }
    init(_ problem: CloudFileProblem) { self.init(problem.message, hint: problem.hint) }
    init(_ problems: PlanProblems) { self.init(DiagnosticReport.lines(problems.diagnostics)) }
    init(_ error: AWSError, hint: String? = nil) {
        self.init(
            "\(error.service) \(error.operation) in \(error.region) failed: \(error.message) [\(error.code)]",
            hint: hint ?? FailureHints.lookingHint(for: error))
    }
}
