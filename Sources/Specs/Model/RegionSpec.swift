/// One region of the platform.
public struct RegionSpec: Hashable, Sendable {
    /// AWS's name, for example `ap-south-1`.
    public var name: String
    /// The VPC's range in CIDR notation; a /16 as a rule.
    public var network: String
    /// How many availability zones are used, 2 or 3.
    public var zones: Int

    public init(name: String, network: String, zones: Int = 3) {
        self.name = name
        self.network = network
        self.zones = zones
    }
}
