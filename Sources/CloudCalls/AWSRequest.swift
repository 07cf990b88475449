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
    /// It changes nothing, whatever its name says: whoever makes it knows.
    public let onlyReads: Bool
    /// Made twice it does what it does once: whoever makes it knows.
    public let isRepeatable: Bool

    public init(
        service: String, operation: String, region: String, input: Value, deadline: Instant, onlyReads: Bool = false,
        isRepeatable: Bool = false
    ) {
        self.service = service
        self.operation = operation
        self.region = region
        self.input = input
        self.deadline = deadline
        self.onlyReads = onlyReads
        self.isRepeatable = isRepeatable
    }

    /// The same call with another region, input or deadline.
    public func changing(
        region: String? = nil, input: Value? = nil, deadline: Instant? = nil
    ) -> AWSRequest {
        AWSRequest(
            service: service, operation: operation, region: region ?? self.region, input: input ?? self.input,
            deadline: deadline ?? self.deadline, onlyReads: onlyReads, isRepeatable: isRepeatable)
    }
}

extension AWSRequest {
    /// Whether the operation only reads, by AWS's own naming or by its caller's word.
    public var isRead: Bool {
        onlyReads || ["Describe", "Get", "List", "Head", "BatchGet"].contains { operation.hasPrefix($0) }
    }
}
