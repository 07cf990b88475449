public import Resources
public import Values

/// A resource that the spec wants or that state knows: where an object that can't be tagged may belong.
public struct Candidate: Sendable, Hashable {
    public var address: Address
    public var kind: Kind
    public var region: String
    public var generation: Int
    public var phase: Int
    /// Desired properties with references, or those last observed.
    public var properties: Value

    public init(
        address: Address, kind: Kind, region: String, generation: Int = 0, phase: Int, properties: Value
    ) {
        self.address = address
        self.kind = kind
        self.region = region
        self.generation = generation
        self.phase = phase
        self.properties = properties
    }
}
