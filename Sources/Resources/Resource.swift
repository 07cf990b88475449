public import Values

/// A resource as the blueprint wants it.
public struct Resource: Hashable, Sendable {
    public var address: Address
    public var kind: Kind
    /// The region whose endpoint makes it; `us-east-1` for global services.
    public var region: String
    /// An object with AWS's own property names; may hold references.
    public var properties: Value { didSet { refer() } }
    /// The user's tags; those of identity are added by the provider.
    public var tags: [String: String]
    /// What must exist before this, beyond what the properties refer to.
    public var dependsOn: [Address] { didSet { refer() } }
    public var lifecycle: Lifecycle
    /// The phase that introduced it, 0 to 4.
    public var phase: Int
    /// The addresses that its properties refer to and those that it depends on, sorted, each once: plans ask often.
    public private(set) var referencedAddresses: [Address]

    public init(
        address: Address, kind: Kind, region: String, properties: Value, tags: [String: String] = [:],
        dependsOn: [Address] = [], lifecycle: Lifecycle = Lifecycle(), phase: Int
    ) {
        self.address = address
        self.kind = kind
        self.region = region
        self.properties = properties
        self.tags = tags
        self.dependsOn = dependsOn
        self.lifecycle = lifecycle
        self.phase = phase
        referencedAddresses = []
        refer()
    }

    private mutating func refer() {
        var addresses = properties.referencedAddresses
        addresses.formUnion(dependsOn)
        referencedAddresses = addresses.sorted()
    }
}
