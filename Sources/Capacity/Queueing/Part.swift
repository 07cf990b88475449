/// A part of a platform that requests need, with what it can and what it must do at the busiest minute.
public struct Part: Sendable, Hashable {
    /// For example `services in ap-south-1`.
    public let name: String
    /// What it is made of, for example `3 x m7g.large`.
    public let made: String
    /// Requests of users, all of them, at which this part is full.
    public let fullAt: Double
    /// The same where waiting, a lost zone and its head room are counted: above it the part does not hold.
    public let holdsTo: Double
    /// Requests of users in the busiest minute.
    public let asked: Double

    public init(name: String, made: String, fullAt: Double, holdsTo: Double, asked: Double) {
        self.name = name
        self.made = made
        self.fullAt = fullAt
        self.holdsTo = holdsTo
        self.asked = asked
    }

    /// How full it is at the busiest minute; 1 for full.
    public var utilization: Double { fullAt > 0 ? asked / fullAt : .infinity }
    public var holds: Bool { asked <= holdsTo }
}
