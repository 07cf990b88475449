public import Resources
public import Values

/// A resource as state knows it from the last run.
public struct RecordedResource: Sendable, Hashable {
    public var observation: ResourceObservation
    /// What its desired properties referred to, so that a later destroy knows the order.
    public var references: [Address]
    /// SHA-256 of the input that made it what it is, for properties that can't be read back; empty when unknown.
    public var inputHash: String
    /// Data that left the graph: in no plan.
    public var isKept: Bool
    /// An older generation that waits for its delete.
    public var isDeposed: Bool
    /// What it ran before a release that no gate has passed yet; nil when what it runs is proven, or runs nothing.
    public var provenContent: Value?

    public init(
        observation: ResourceObservation, references: [Address] = [], inputHash: String = "", isKept: Bool = false,
        isDeposed: Bool = false, provenContent: Value? = nil
    ) {
        self.observation = observation
        self.references = references
        self.inputHash = inputHash
        self.isKept = isKept
        self.isDeposed = isDeposed
        self.provenContent = provenContent
    }
}
