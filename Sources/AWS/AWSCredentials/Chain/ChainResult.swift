/// What the chain came to.
public struct ChainResult: Sendable {
    public let found: Result<FoundCredentials, ConfigurationProblem>
    /// Each source in the order in which they are asked.
    public let reports: [SourceReport]

    public init(found: Result<FoundCredentials, ConfigurationProblem>, reports: [SourceReport]) {
        self.found = found
        self.reports = reports
    }

    /// The name of the source that won.
    public var source: String? { reports.first { $0.outcome == .won }?.source }
}
