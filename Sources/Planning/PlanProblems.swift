public import Diagnostics

/// Why no plan can be made; all reasons at once.
public struct PlanProblems: Error, Sendable, Hashable {
    public var diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
