/// What a store must write after a call.
public struct CloudChanges: Sendable {
    public var written: Set<CloudObject.Key> = []
    public var removed: Set<CloudObject.Key> = []
    public var newEvents: [ScheduledEvent] = []
    /// Sequence numbers of events that have run.
    public var endedEvents: [Int] = []
    public var newTokens: [String: TokenRecord] = [:]

    public init() {}
}

extension CloudChanges {
    public var isEmpty: Bool {
        written.isEmpty && removed.isEmpty && newEvents.isEmpty && endedEvents.isEmpty && newTokens.isEmpty
    }
}
