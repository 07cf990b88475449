/// Why a source of credentials won or lost.
public struct SourceReport: Sendable, Equatable {
    /// What became of it.
    public enum Outcome: String, Sendable { case won, absent, failed, notAsked }

    public let source: String
    public let outcome: Outcome
    public let reason: String

    public init(source: String, outcome: Outcome, reason: String) {
        self.source = source
        self.outcome = outcome
        self.reason = reason
    }
}
