public import Values

/// One attempt at one AWS operation.
public struct AWSRequest: Sendable {
    /// The service's name as botocore has it: `ec2`, `elbv2`, `autoscaling`, `rds`, `iam`, ...
    public let service: String
    /// The operation's name in AWS's model, for example `CreateVpc`.
    public let operation: String
    /// The region whose endpoint answers; `us-east-1` for the global services.
    public let region: String
    /// The input with AWS's own member names.
    public let input: Value
    /// The moment after which this attempt can no longer take effect.
    public let deadline: Instant

    public init(service: String, operation: String, region: String, input: Value, deadline: Instant) {
        self.service = service
        self.operation = operation
        self.region = region
        self.input = input
        self.deadline = deadline
    }

    /// The same call with another region, input or deadline.
    public func changing(
        region: String? = nil, input: Value? = nil, deadline: Instant? = nil
    ) -> AWSRequest {
        AWSRequest(
            service: service, operation: operation, region: region ?? self.region, input: input ?? self.input,
            deadline: deadline ?? self.deadline)
    }
}

extension AWSRequest {
    /// Whether the operation only reads, by AWS's own naming.
    public var isRead: Bool { ["Describe", "Get", "List", "Head", "BatchGet"].contains { operation.hasPrefix($0) } }
}
