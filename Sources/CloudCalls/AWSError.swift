/// AWS's refusal, or a failure on the way to it.
public struct AWSError: Error, Sendable, Hashable {
    /// What is known about the operation's effect.
    public enum Effect: String, Sendable { case none, unknown }

    /// AWS's error code, for example `InvalidVpcID.NotFound`; ours for the transport begin with `Transport.`.
    public let code: String
    public let message: String
    public let effect: Effect
    public var service: String
    public var operation: String
    public var region: String
    public var requestID: String

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

    /// The call was refused for its rate only, and had no effect.
    public var isThrottling: Bool { Self.throttlingCodes.contains(code) }

    /// The same call may succeed if it is sent again.
    public var isTransient: Bool {
        isThrottling || code.hasPrefix("Transport.") || Self.transientCodes.contains(code)
    }

    // botocore/data/_retry.json and the services' API references.
    private static let throttlingCodes: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "RequestLimitExceeded", "TooManyRequestsException", "SlowDown", "PriorRequestNotComplete",
        "BandwidthLimitExceeded", "LimitExceededException.Throttling", "429",
    ]
    private static let transientCodes: Set<String> = [
        "InternalError", "InternalFailure", "InternalServerError", "ServiceUnavailable",
        "ServiceUnavailableException", "Unavailable", "RequestTimeout", "RequestTimeoutException",
        // An answer without a code, from what stands before the service, goes by its status.
        "500", "502", "503", "504",
    ]
}
