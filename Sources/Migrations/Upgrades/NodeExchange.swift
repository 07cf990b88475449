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
                && !build.isChangedInPlace($0.address, in: graph) && $0.referencedAddresses.allSatisfy(build.exists)
        }.map { nodes in
            let nodes = GroupSizes.successor(nodes, in: build.world)
            return NodeExchange(
                nodes: nodes,
                graph: ResourceGraph(graph.resources.map { $0.address == nodes.address ? nodes : $0 }))
        }
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        let cluster = nodes.properties["clusterName"] ?? ""
        // Who holds an attribute of the nodes, and does not only wait for them.
        let users = graph.resources.filter { $0.properties.referencedAddresses.contains(nodes.address) }
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
}
