import Resources

/// A platform by areas: all of a scope's network, all of its cluster, in columns from what is needed to who needs it.
struct AreaDrawing {
    struct Area: Hashable {
        let scope: String
        let name: String
        /// Kinds with their numbers, the most first.
        let kinds: [String]
        let count: Int
        let column: Int
    }

    struct Edge: Hashable {
        let from: Int
        let to: Int
    }

    let areas: [Area]
    /// From what is needed to who needs it, positions in `areas`.
    let edges: [Edge]
    let columns: Int

    init(_ drawing: PlatformDrawing) {
        let ranks = drawing.ranks
        let groups = Dictionary(grouping: drawing.nodes.indices) {
            "\(drawing.nodes[$0].scope)/\(drawing.nodes[$0].area)"
        }
        // Areas may need each other both ways; those that stand early on the whole come first.
        let ordered = groups.sorted { (left, right) in
            let (a, b) = (Self.mean(left.value.map { ranks[$0] }), Self.mean(right.value.map { ranks[$0] }))
            return a == b ? left.key < right.key : a < b
        }
        var position: [Int: Int] = [:]
        for (index, group) in ordered.enumerated() { for node in group.value { position[node] = index } }
        var found: Set<Edge> = []
        for (node, one) in drawing.nodes.enumerated() {
            for need in one.needs {
                guard let from = position[need], let to = position[node], from != to else { continue }
                found.insert(Edge(from: from, to: to))
            }
        }
        edges = found.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        var columns: [Int] = []
        for index in ordered.indices {
            columns.append(
                (edges.filter { $0.to == index && $0.from < index }.map { columns[$0.from] }.max() ?? -1) + 1)
        }
        areas = ordered.enumerated().map { index, group in
            let nodes = group.value.map { drawing.nodes[$0] }
            let kinds = Dictionary(grouping: nodes) { PlatformDrawing.short($0.kind) }.mapValues(\.count)
                .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { $0.value == 1 ? $0.key : "\($0.value) \($0.key)" }
            return Area(
                scope: nodes[0].scope, name: nodes[0].area, kinds: kinds, count: nodes.count, column: columns[index])
        }
        self.columns = (columns.max() ?? -1) + 1
    }

    private static func mean(_ numbers: [Int]) -> Double {
        Double(numbers.reduce(0, +)) / Double(max(1, numbers.count))
    }
}
