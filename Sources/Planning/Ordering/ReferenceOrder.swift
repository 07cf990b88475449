import Diagnostics
public import Resources

/// Puts resources behind what they refer to.
public enum ReferenceOrder {
    /// A resource with the addresses that it refers to, sorted; they are looked for once.
    public typealias Placed = (resource: Resource, references: [Address])

    /// The graph's resources in order; of two that may come next, the one whose address sorts first.
    /// - Throws: diagnostics for references to addresses that the graph lacks, and for cycles, which it names.
    public static func sorted(_ graph: ResourceGraph) throws(PlanProblems) -> [Placed] {
        let resources = graph.resources
        var position: [Address: Int] = [:]
        position.reserveCapacity(resources.count)
        for (index, resource) in resources.enumerated() { position[resource.address] = index }
        var problems: [Diagnostic] = []
        var users: [[Int]] = Array(repeating: [], count: resources.count)
        var open = Array(repeating: 0, count: resources.count)
        let references = resources.map(\.referencedAddresses)
        for (index, resource) in resources.enumerated() {
            for address in references[index] {
                guard let target = position[address] else {
                    problems.append(
                        Diagnostic(
                            "plan.missingReference", "\(resource.address) refers to \(address), which nothing makes.",
                            path: resource.address.text, hint: "This is a defect of the blueprint; please report it."))
                    continue
                }
                users[target].append(index)
                open[index] += 1
            }
        }
        if !problems.isEmpty { throw PlanProblems(problems) }
        var queue = IndexHeap(resources.indices.filter { open[$0] == 0 })
        var order: [Placed] = []
        order.reserveCapacity(resources.count)
        while let next = queue.pop() {
            order.append((resources[next], references[next]))
            for user in users[next] {
                open[user] -= 1
                if open[user] == 0 { queue.push(user) }
            }
        }
        guard order.count == resources.count else {
            let stuck = resources.indices.filter { open[$0] > 0 }.map { resources[$0].address.text }
            throw PlanProblems([
                Diagnostic(
                    "plan.cycle", "These resources refer to each other in a circle: \(stuck.joined(separator: ", ")).",
                    path: stuck.first ?? "", hint: "Break the circle by separate rule resources.")
            ])
        }
        return order
    }
}
