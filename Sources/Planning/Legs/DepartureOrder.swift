import Resources

/// Puts what goes in the order in which it may: users before what they use.
struct DepartureOrder {
    /// References are sorted, each once.
    private let outgoing: [(existing: World.Existing, references: [Address])]

    init(_ outgoing: [(World.Existing, [Address])]) {
        self.outgoing = outgoing.map { (existing: $0.0, references: $0.1) }
    }

    /// Positions; where they form a circle, by address.
    func sorted() -> [Int] {
        var positions: [Address: [Int]] = [:]
        for (index, one) in outgoing.enumerated() {
            positions[one.existing.observation.address, default: []].append(index)
        }
        // used[x] are those that x refers to; x must go before them.
        var open = Array(repeating: 0, count: outgoing.count)
        var used: [[Int]] = Array(repeating: [], count: outgoing.count)
        for (index, one) in outgoing.enumerated() {
            for target in one.references {
                for position in positions[target] ?? [] where position != index {
                    used[index].append(position)
                    open[position] += 1
                }
            }
        }
        var queue = IndexHeap(outgoing.indices.filter { open[$0] == 0 })
        var order: [Int] = []
        while let next = queue.pop() {
            order.append(next)
            for target in used[next] {
                open[target] -= 1
                if open[target] == 0 { queue.push(target) }
            }
        }
        let placed = Set(order)
        return order + outgoing.indices.filter { !placed.contains($0) }
    }
}
