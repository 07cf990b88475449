public import Specs

/// Something about a platform that breaks a rule.
public struct Finding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, CaseIterable { case error, warning, note }

    public let rule: Rule
    /// The resource's address; `policy` for what is wrong with the rules' exceptions themselves.
    public let address: String
    public let message: String
    /// Why it is let be; nil when it is not.
    public var waiver: PolicySpec.Waiver?

    init(_ rule: Rule, _ address: String, _ message: String) {
        self.rule = rule
        self.address = address
        self.message = message
    }
}
