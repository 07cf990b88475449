public import Values

/// What the cloud says that a resource is now.
public struct ResourceObservation: Hashable, Sendable {
    /// Whether the resource does its work.
    public enum Status: Hashable, Sendable {
        case ready
        case pending(String)
        case failed(String)
        case deleting
    }

    public var address: Address
    public var kind: Kind
    public var region: String
    /// Rises with each replacement; the first is 0.
    public var generation: Int
    /// The cloud's own identifier.
    public var physicalID: String
    public var status: Status
    /// Properties in the shape and with the names of the desired ones, references resolved.
    public var properties: Value
    /// What others may refer to, for example `VpcId`.
    public var attributes: Value
    /// The user's tags, without those of identity.
    public var tags: [String: String]
    /// The phase that introduced it, from its tag; nil where it can't be tagged.
    public var phase: Int?

    public init(
        address: Address, kind: Kind, region: String, generation: Int, physicalID: String, status: Status,
        properties: Value, attributes: Value, tags: [String: String] = [:], phase: Int? = nil
    ) {
        self.address = address
        self.kind = kind
        self.region = region
        self.generation = generation
        self.physicalID = physicalID
        self.status = status
        self.properties = properties
        self.attributes = attributes
        self.tags = tags
        self.phase = phase
    }
}
