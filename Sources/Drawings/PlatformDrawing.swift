public import Resources
import Values

/// A desired graph as something to draw: who is where, and who needs whom.
public struct PlatformDrawing: Sendable {
    /// One resource.
    public struct Node: Sendable, Hashable {
        public let address: Address
        public let kind: Kind
        /// The first part of the address: a region or `global`.
        public let scope: String
        /// The second part, for example `network`.
        public let area: String
        /// For example `ap-south-1a`; empty for what is in no zone, or in several.
        public let zone: String
        /// The phase that introduced it.
        public let phase: Int
        public let isProtected: Bool
        /// Positions of what it needs, ascending.
        public let needs: [Int]
    }

    public let title: String
    /// Sorted by address.
    public let nodes: [Node]
    /// `global` first, then the regions in order of their names.
    public let scopes: [String]

    public init(_ graph: ResourceGraph, title: String) {
        self.title = title
        let zones = Zones(graph)
        var positions: [Address: Int] = [:]
        for (position, resource) in graph.resources.enumerated() { positions[resource.address] = position }
        nodes = graph.resources.map { resource in
            Node(
                address: resource.address, kind: resource.kind, scope: resource.address.scope,
                area: String(resource.address.local.prefix { $0 != "/" }), zone: zones[resource.address],
                phase: resource.phase, isProtected: resource.lifecycle.isProtected,
                needs: resource.referencedAddresses.compactMap { positions[$0] }.sorted())
        }
        scopes = Set(nodes.map(\.scope)).sorted { ($0 == "global" ? 0 : 1, $0) < ($1 == "global" ? 0 : 1, $1) }
    }

    /// How many resources stand one behind the other before each, itself not counted.
    var ranks: [Int] {
        var ranks: [Int?] = Array(repeating: nil, count: nodes.count)
        for start in nodes.indices where ranks[start] == nil {
            var path = [start]
            while let node = path.last {
                // What is on the path already closes a circle, which no graph of ours has.
                if let next = nodes[node].needs.first(where: { ranks[$0] == nil && !path.contains($0) }) {
                    path.append(next)
                } else {
                    ranks[node] = (nodes[node].needs.compactMap { ranks[$0] }.max() ?? -1) + 1
                    path.removeLast()
                }
            }
        }
        return ranks.map { $0 ?? 0 }
    }

    static func short(_ kind: Kind) -> String {
        kind.name.split(separator: ":").last.map(String.init) ?? kind.name
    }
}
