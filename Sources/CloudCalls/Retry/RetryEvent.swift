public import Values

/// A call failed and is about to be tried again; for logs.
public struct RetryEvent: Sendable, Equatable {
    public let service: String
    public let operation: String
    public let region: String
    /// The attempt that comes next, from 2.
    public let attempt: Int
    /// The code of the error that the one before ended with.
    public let error: String
    /// How long is waited before it.
    public let wait: TimeSpan

    init(_ request: RetriedCall, attempt: Int, after error: AWSError, wait: TimeSpan) {
        service = request.service
        operation = request.operation
        region = request.region
        self.attempt = attempt
        self.error = error.code
        self.wait = wait
    }
}
