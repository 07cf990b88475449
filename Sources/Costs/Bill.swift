public import Resources

/// What some resources cost in a month, by use not counted.
public struct Bill: Sendable {
    /// Sorted by address; what costs nothing and is not billed by use is left out.
    public let lines: [CostLine]

    public init(_ holdings: [Holding], _ prices: PriceList) {
        let pricing = Pricing(prices: prices, holdings: holdings)
        lines = holdings.map { pricing.line($0) }
            .filter { $0.nanos > 0 || !$0.unknown.isEmpty || !$0.use.isEmpty }
            .sorted { $0.address < $1.address }
    }

    public var nanos: Int { lines.reduce(0) { $0 + $1.nanos } }

    /// By region and group, for example `ap-south-1` and `database`.
    public var groups: [Group: Int] {
        var groups: [Group: Int] = [:]
        for line in lines where line.nanos > 0 {
            groups[Group(scope: line.address.scope, name: line.group), default: 0] += line.nanos
        }
        return groups
    }

    public struct Group: Hashable, Sendable, Comparable {
        public let scope: String
        public let name: String

        public static func < (left: Group, right: Group) -> Bool {
            (left.scope, left.name) < (right.scope, right.name)
        }
    }

    /// What one resource costs; nil for nothing.
    public subscript(address: Address) -> CostLine? { lines.first { $0.address == address } }
}
