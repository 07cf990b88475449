/// Where a signature counts: one service in one region.
public struct SigningScope: Sendable, Hashable {
    /// The service's signing name, which is not always its endpoint's: `elasticloadbalancing`, `monitoring`, ...
    public let service: String
    /// The region that the endpoint asks signatures for; `us-east-1` for global services of the partition `aws`.
    public let region: String

    public init(service: String, region: String) {
        self.service = service
        self.region = region
    }

    /// The rest of the credential scope, after the date.
    var suffix: String { "\(region)/\(service)/aws4_request" }
}
