public import Values

/// Something that the cloud will do by itself at a moment, such as turning an instance to running.
public struct ScheduledEvent: Sendable, Hashable {
    public let at: Instant
    /// Breaks ties: earlier scheduled, earlier run.
    public let sequence: Int
    /// The handler's name, for example `ec2.instanceRunning`.
    public let name: String
    /// The object that it is about.
    public let key: CloudObject.Key
    public let argument: Value

    public init(at: Instant, sequence: Int, name: String, key: CloudObject.Key, argument: Value) {
        self.at = at
        self.sequence = sequence
        self.name = name
        self.key = key
        self.argument = argument
    }
}
