public import Resources
public import Values

/// A node of the plan's DAG: one operation on one generation of one resource.
///
/// A replacement is two steps, a create of the next generation and a delete of the old one.
public struct Step: Sendable, Hashable {
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case create, update, delete
        /// Exists and carries our tags, but state doesn't know it; recorded, not called.
        case adopt
        /// Data that leaves the graph: recorded as kept, not deleted.
        case keep
        /// In state but gone from the cloud and no longer wanted; its row is dropped.
        case forget
    }

    /// Unique and stable, for example `create ap-south-1/network/vpc`.
    public var id: String
    public var action: Action
    public var address: Address
    public var kind: Kind
    public var region: String
    public var generation: Int
    /// Part of a replacement of the other generation.
    public var isReplacement: Bool
    /// The stage's name.
    public var stage: String
    /// Positions in the plan's steps that must be done before, ascending.
    public var dependsOn: [Int]
    /// Desired properties, with references; for delete and keep the observed ones.
    public var properties: Value
    public var tags: [String: String]
    public var phase: Int
    /// The cloud's identifier when the plan was made; empty for a create.
    public var physicalID: String
    public var reason: ChangeReason
    public var changes: [PropertyChange]
    /// What users may notice, for example `REBOOTS, about 60 seconds`; empty for nothing.
    public var interruption: String
    public var expected: TimeSpan
    public var deadline: TimeSpan
    /// The service whose rate its calls count against.
    public var service: String
    public var isProtected: Bool
    /// What the plan saw; nil for a create.
    public var observed: ResourceObservation?
    /// What it needs beside what its properties refer to, which stays longer; for keep all that it goes on needing.
    public var uses: [Address]

    public init(
        id: String, action: Action, address: Address, kind: Kind, region: String, generation: Int = 0,
        isReplacement: Bool = false, stage: String, dependsOn: [Int] = [], properties: Value,
        tags: [String: String] = [:], phase: Int, physicalID: String = "", reason: ChangeReason,
        changes: [PropertyChange] = [], interruption: String = "", expected: TimeSpan, deadline: TimeSpan,
        service: String, isProtected: Bool = false, observed: ResourceObservation? = nil,
        uses: [Address] = []
    ) {
        self.id = id
        self.action = action
        self.address = address
        self.kind = kind
        self.region = region
        self.generation = generation
        self.isReplacement = isReplacement
        self.stage = stage
        self.dependsOn = dependsOn
        self.properties = properties
        self.tags = tags
        self.phase = phase
        self.physicalID = physicalID
        self.reason = reason
        self.changes = changes
        self.interruption = interruption
        self.expected = expected
        self.deadline = deadline
        self.service = service
        self.isProtected = isProtected
        self.observed = observed
        self.uses = uses
    }
}
