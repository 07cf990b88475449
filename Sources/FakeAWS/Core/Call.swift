public import Values

/// One operation as a service's handler gets it.
public struct Call: Sendable {
    public let service: String
    public let operation: String
    public let region: String
    public let input: Value
    /// The cloud's time.
    public let now: Instant

    public init(service: String, operation: String, region: String, input: Value, now: Instant) {
        self.service = service
        self.operation = operation
        self.region = region
        self.input = input
        self.now = now
    }
}
