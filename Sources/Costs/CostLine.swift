public import Resources

/// What one resource costs in a month.
public struct CostLine: Sendable, Hashable {
    public let address: Address
    /// The first part of the address behind the region, for example `database`.
    public var group: String { String(address.local.prefix { $0 != "/" }) }
    /// Thousand millionths of a US dollar.
    public var nanos = 0
    /// What it is made of, for example `2 x ec2.m7g.large`.
    public var parts: [String] = []
    /// Some price in it was not held against its source, or is another region's.
    public var isUnverified = false
    /// What no list has a price for.
    public var unknown: [String] = []
    /// What is billed by use on top, for example `data through it`; empty for nothing.
    public var use = ""

    public init(_ address: Address) { self.address = address }
}
