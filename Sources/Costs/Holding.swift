public import Resources
public import Values

/// A resource that costs something, or not: as it is wanted, or as it was seen.
public struct Holding: Sendable {
    public var address: Address
    public var kind: Kind
    public var region: String
    public var properties: Value
    /// What others refer to it by; empty for what does not exist yet.
    public var attributes: Value

    public init(address: Address, kind: Kind, region: String, properties: Value, attributes: Value = [:]) {
        self.address = address
        self.kind = kind
        self.region = region
        self.properties = properties
        self.attributes = attributes
    }
}
