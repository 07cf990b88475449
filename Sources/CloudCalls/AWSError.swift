public import Values

/// AWS's refusal, or a failure on the way to it.
///
/// Codes that begin with `Transport.` are ours for what went wrong on the way, and may pass when it is tried again;
/// those with `Client.` are ours for what was refused on this side, and won't.
public struct AWSError: Error, Sendable, Hashable {
    /// What is known about the operation's effect.
    public enum Effect: String, Sendable { case none, unknown }

    /// AWS's error code, for example `InvalidVpcID.NotFound`; the status where an answer had none.
    public let code: String
    public let message: String
    public let effect: Effect
    public var service: String
    public var operation: String
    public var region: String
    public var requestID: String
    /// The status of the answer; 0 when there was none.
    public var status = 0
    /// How long AWS asks us to wait before the next attempt.
    public var retryAfter: TimeSpan?

    public init(
        _ code: String, _ message: String, effect: Effect = .none, service: String = "", operation: String = "",
        region: String = "", requestID: String = ""
    ) {
        self.code = code
        self.message = message
        self.effect = effect
        self.service = service
        self.operation = operation
        self.region = region
        self.requestID = requestID
    }

    /// The same error, said of a call.
    public func of(_ request: AWSRequest) -> AWSError {
        of(service: request.service, operation: request.operation, region: request.region)
    }

    /// The same error, said of a call of a cluster's API.
    public func of(_ request: KubernetesRequest) -> AWSError {
        of(service: "kubernetes", operation: request.name, region: request.cluster.region)
    }

    private func of(service: String, operation: String, region: String) -> AWSError {
        var error = self
        error.service = service
        error.operation = operation
        error.region = region
        return error
    }

    /// The call was refused for its rate only, and had no effect.
    public var isThrottling: Bool { Self.throttlingCodes.contains(code) }

    /// The same call may succeed if it is sent again.
    public var isTransient: Bool {
        isThrottling || code.hasPrefix("Transport.") || Self.transientCodes.contains(code)
            || Self.transientStatus.contains(status)
    }

    // AWS SDKs and Tools Reference Guide, "Retry behavior"; botocore/retries/standard.py and the services' API
    // references. `LimitExceededException` is left out: here it is a quota (KMS, CloudWatch Logs) that no waiting mends.
    private static let throttlingCodes: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "RequestLimitExceeded", "TooManyRequestsException", "SlowDown", "PriorRequestNotComplete",
        "BandwidthLimitExceeded", "EC2ThrottledException", "ProvisionedThroughputExceededException",
        "LimitExceededException.Throttling", "429", "TooManyRequests",
    ]
    private static let transientCodes: Set<String> = [
        "InternalError", "InternalFailure", "InternalServerError", "ServiceUnavailable",
        "ServiceUnavailableException", "Unavailable", "RequestTimeout", "RequestTimeoutException",
        "IDPCommunicationError",
        // Kubernetes' own reasons (API reference, "Status"); its InternalError and ServiceUnavailable are above.
        "ServerTimeout", "Timeout",
        // An answer without a code, from what stands before the service, goes by its status.
        "500", "502", "503", "504",
    ]
    private static let transientStatus: Set<Int> = [500, 502, 503, 504]
}
