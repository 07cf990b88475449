public import Resources
public import Values

/// One generation of one resource, as a driver gets it: references are resolved.
public struct Target: Sendable, Hashable {
    public var platform: String
    public var account: String
    public var address: Address
    public var kind: Kind
    public var region: String
    public var generation: Int
    public var phase: Int
    /// Desired properties; secrets are still references.
    public var properties: Value
    public var tags: [String: String]
    /// The same for every attempt of one intent; letters, digits and hyphens, at most 64.
    public var token: String
    /// The cloud's identifier where it is known; empty otherwise.
    public var physicalID: String

    public init(
        platform: String, account: String, address: Address, kind: Kind, region: String, generation: Int, phase: Int,
        properties: Value, tags: [String: String] = [:], token: String, physicalID: String = ""
    ) {
        self.platform = platform
        self.account = account
        self.address = address
        self.kind = kind
        self.region = region
        self.generation = generation
        self.phase = phase
        self.properties = properties
        self.tags = tags
        self.token = token
        self.physicalID = physicalID
    }
}
