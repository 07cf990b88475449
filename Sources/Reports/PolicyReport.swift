public import Diagnostics
public import Policies
import Specs
public import Terminal
public import Values

/// What breaks the rules, for people, for programs, and for code scanning (SARIF 2.1.0).
public struct PolicyReport: Sendable {
    private let findings: [Finding]
    /// Where each finding comes from in the spec.
    private let places: [Location?]

    /// - Parameter places: one for each finding, in order; nil where nobody looked.
    public init(_ check: PolicyCheck, places: [Location]? = nil) {
        findings = check.findings
        self.places = places ?? check.findings.map { _ in nil }
    }

    public var lines: [StyledLine] {
        let open = findings.filter { $0.waiver == nil }
        let counts = Finding.Severity.allCases.map { severity in
            "\(open.count { $0.rule.severity == severity }) \(severity.rawValue)s"
        }
        var lines: [StyledLine] = []
        for (finding, place) in zip(findings, places) {
            let role: Style.Role =
                switch finding.rule.severity {
                case _ where finding.waiver != nil: .aside
                case .error: .danger
                case .warning: .caution
                case .note: .note
                }
            let word = finding.waiver == nil ? finding.rule.severity.rawValue : "waived"
            lines.append(
                StyledLine(place.map { "\($0): " } ?? "").adding("\(word): ", role).adding(
                    "\(finding.message) [\(finding.rule.code)]"))
            lines.append("    at \(finding.address)")
            if let waiver = finding.waiver {
                lines.append("    until \(waiver.until): \(waiver.reason)")
            } else {
                lines.append("    \(finding.rule.remedy)")
            }
        }
        let waived = findings.count - open.count
        return lines + [
            StyledLine(
                "Policy: \(counts.joined(separator: ", "))\(waived > 0 ? ", \(waived) waived" : "").",
                open.isEmpty ? .good : .title)
        ]
    }

    public var value: Value {
        .list(
            zip(findings, places).map { finding, place in
                [
                    "code": .string(finding.rule.code), "severity": .string(finding.rule.severity.rawValue),
                    "address": .string(finding.address), "message": .string(finding.message),
                    "remedy": .string(finding.rule.remedy), "file": place.map { .string($0.file) } ?? .null,
                    "line": place.map { .int($0.line) } ?? .null,
                    "waiver": finding.waiver.map {
                        ["until": .string($0.until), "reason": .string($0.reason)]
                    } ?? .null,
                ]
            })
    }

    /// As a comment on a pull request has it; empty for nothing.
    public var markdown: [String] {
        guard !findings.isEmpty else { return [] }
        let rows = findings.map { finding in
            let word = finding.waiver == nil ? finding.rule.severity.rawValue : "waived"
            return "- **\(word)** "
                + MarkdownText.escaped("\(finding.address): \(finding.message) [\(finding.rule.code)]")
        }
        return ["**Policy**", ""] + MarkdownText.few(rows, 30)
    }

    /// The log of one run, as code scanning takes it.
    public func sarif(version: String) -> Value {
        let rules = Set(findings.map(\.rule)).sorted { $0.code < $1.code }
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "reconcile", "version": .string(version),
                            "rules": .list(
                                rules.map { rule in
                                    [
                                        "id": .string(rule.code), "name": .string(rule.name),
                                        "shortDescription": ["text": .string(rule.demand)],
                                        "help": ["text": .string(rule.remedy)],
                                        "defaultConfiguration": ["level": .string(rule.severity.rawValue)],
                                    ]
                                }),
                        ]
                    ],
                    "columnKind": "unicodeCodePoints",
                    "results": .list(
                        zip(findings, places).compactMap { finding, place in place.map { result(finding, $0, rules) } }),
                ]
            ],
        ]
    }

    private func result(_ finding: Finding, _ place: Location, _ rules: [Rule]) -> Value {
        var result: Value = [
            "ruleId": .string(finding.rule.code),
            "ruleIndex": .int(rules.firstIndex(of: finding.rule) ?? 0),
            "level": .string(finding.rule.severity.rawValue),
            "message": ["text": .string("\(finding.address): \(finding.message)")],
            "locations": [
                [
                    "physicalLocation": [
                        "artifactLocation": ["uri": .string(place.file)],
                        "region": ["startLine": .int(place.line), "startColumn": .int(place.column)],
                    ],
                    "logicalLocations": [["fullyQualifiedName": .string(finding.address), "kind": "resource"]],
                ]
            ],
            // The same finding keeps its place in a scan's history, wherever its line moves.
            "partialFingerprints": ["finding/v1": .string("\(finding.rule.code) \(finding.address)")],
        ]
        if let waiver = finding.waiver {
            result["suppressions"] = [["kind": "external", "justification": .string(waiver.reason)]]
        }
        return result
    }
}
