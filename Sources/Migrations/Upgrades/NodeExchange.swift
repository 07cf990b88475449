import Planning
import Resources
import Values

/// How a cluster's nodes are exchanged for others of another type or in other zones, which EKS does in no group that is
/// there: the new ones come beside the old, which go only when pods run and users are served with both.
struct NodeExchange {
    static let road = "nodes"

    let nodes: Resource
    let graph: ResourceGraph

    /// Those of groups that are there and have to be made anew.
    /// - Parameter staying: what the end of the way wants.
    static func all(
        in graph: ResourceGraph, staying last: ResourceGraph, _ build: LegBuilder
    ) -> [NodeExchange] {
        graph.resources.filter {
            $0.kind == "AWS::EKS::Nodegroup" && last.contains($0.address) && build.exists($0.address)
                && !build.isChangedInPlace($0.address, in: graph) && build.areThere($0.referencedAddresses)
        }.map { NodeExchange(nodes: $0, graph: graph) }
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        var cluster: Value = ""
        if let name = nodes.properties["clusterName"] { cluster = name }
        let users = graph.resources.filter { $0.referencedAddresses.contains(nodes.address) && refers($0) }
        let prepare = Stage(
            name: "\(Self.road)/prepare", road: Self.road, role: .prepare,
            gate: Proofs.running(on: cluster, at: nodes, in: graph),
            undo: "The new nodes go; the old ones have served all the while.")
        let retire = Stage(
            name: "\(Self.road)/retire", road: Self.road, role: .retire,
            undo: "Apply the spec as it was before: nodes hold nothing.")
        try build.exchange(
            prepare, retire, to: graph, only: Set(users.map(\.address)).union([nodes.address]))
    }

    /// Whether a resource holds an attribute of the nodes, and not only waits for them.
    private func refers(_ resource: Resource) -> Bool {
        var isFound = false
        resource.properties.forEachReference { if Address($0.address) == nodes.address { isFound = true } }
        return isFound
    }
}
