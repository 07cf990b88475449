public import Values

/// How long a kind's operations take as a rule, and when to stop waiting.
public struct ExpectedDurations: Sendable, Hashable {
    public var create: TimeSpan
    public var update: TimeSpan
    public var delete: TimeSpan
    /// After this an operation is reported as stuck; the next run goes on with it.
    public var deadline: TimeSpan

    public init(create: TimeSpan, update: TimeSpan? = nil, delete: TimeSpan? = nil, deadline: TimeSpan = .minutes(15)) {
        self.create = create
        self.update = update ?? .seconds(5)
        self.delete = delete ?? .seconds(5)
        self.deadline = deadline
    }

    /// For what AWS makes at once.
    public static let instant = ExpectedDurations(create: .seconds(2))
}
