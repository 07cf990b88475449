public import Values

/// What became of the requests to a region's load balancers since the cloud began.
public struct RegionTraffic: Sendable, Hashable {
    public let region: String
    /// Those with an answer that is no 5xx.
    public let answered: Int
    public let failed: Int
    /// How long most requests failed.
    public let unavailable: TimeSpan
    /// Of the failed ones, those that came while a machine's services started anew because a document of ours said so.
    public let restarting: Int
}
