public import CloudCalls
public import Values

/// What one service answers.
public struct ServiceDefinition: Sendable {
    /// Handles one operation. It validates everything first and changes the cloud only when it can't fail any more.
    public typealias Handler = @Sendable (inout Cloud, Call) throws(AWSError) -> Value
    /// Does what was scheduled; the object may have gone meanwhile.
    public typealias EventHandler = @Sendable (inout Cloud, ScheduledEvent) -> Void

    /// As botocore names it.
    public let service: String
    public let operations: [String: Handler]
    public let events: [String: EventHandler]

    public init(service: String, operations: [String: Handler], events: [String: EventHandler] = [:]) {
        self.service = service
        self.operations = operations
        self.events = events
    }
}
