public import Planning
public import Resources
public import Values

/// The decision to do one step, with all that a second try must repeat.
public struct Intent: Sendable, Hashable {
    /// The step's id in its plan.
    public var step: String
    public var action: Step.Action
    public var address: Address
    public var kind: Kind
    public var region: String
    public var generation: Int
    /// The client token of every attempt.
    public var token: String
    /// SHA-256 of the resolved input's canonical JSON.
    public var inputHash: String
    /// Addresses that the desired properties refer to, sorted; kept so that a later destroy knows the order.
    public var references: [Address]
    public var at: Instant

    public init(
        step: String, action: Step.Action, address: Address, kind: Kind, region: String, generation: Int,
        token: String, inputHash: String, references: [Address], at: Instant
    ) {
        self.step = step
        self.action = action
        self.address = address
        self.kind = kind
        self.region = region
        self.generation = generation
        self.token = token
        self.inputHash = inputHash
        self.references = references
        self.at = at
    }
}
