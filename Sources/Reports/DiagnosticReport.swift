public import Diagnostics
public import Values

/// Diagnostics for people and for programs.
public enum DiagnosticReport {
    /// `file:line:column: error: message [code]`, then the path and the hint.
    public static func lines(_ diagnostics: [Diagnostic]) -> [String] {
        diagnostics.flatMap { diagnostic -> [String] in
            let place = diagnostic.location.map { "\($0): " } ?? ""
            var lines = ["\(place)\(diagnostic.severity.rawValue): \(diagnostic.message) [\(diagnostic.code)]"]
            if !diagnostic.path.isEmpty { lines.append("    at \(diagnostic.path)") }
            if !diagnostic.hint.isEmpty { lines.append("    \(diagnostic.hint)") }
            return lines
        }
    }

    /// `{"diagnostics": [...]}`.
    public static func value(_ diagnostics: [Diagnostic]) -> Value {
        [
            "diagnostics": .list(
                diagnostics.map {
                    [
                        "code": .string($0.code), "severity": .string($0.severity.rawValue),
                        "message": .string($0.message), "file": $0.location.map { .string($0.file) } ?? .null,
                        "line": $0.location.map { .int($0.line) } ?? .null,
                        "column": $0.location.map { .int($0.column) } ?? .null, "path": .string($0.path),
                        "hint": .string($0.hint),
                    ]
                })
        ]
    }
}
