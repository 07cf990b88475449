/// A resource's name in our graph, for example `ap-south-1/network/subnet/private-a`.
///
/// The first part is the region, or `global` for what belongs to no region.
public struct Address: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }

    /// The part before the first slash: a region or `global`.
    public var scope: String { String(text.prefix { $0 != "/" }) }
    /// Everything after the scope, for example `network/vpc`.
    public var local: String { String(text.drop { $0 != "/" }.dropFirst()) }
    public var description: String { text }

    public static func < (left: Address, right: Address) -> Bool { left.text < right.text }
}
