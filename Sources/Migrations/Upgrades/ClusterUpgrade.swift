import Planning
import Resources
import Values

/// How a cluster gets another Kubernetes version: the control plane, minor by minor, then kube-proxy and the nodes, one
/// after another. A control plane never goes back (EKS user guide, "Update existing cluster to new Kubernetes version"), so
/// that each part is proven before the next begins.
struct ClusterUpgrade {
    static let road = "kubernetes"

    let cluster: Resource
    /// What runs on it and has a version of its own: kube-proxy, node groups.
    let followers: Set<Address>
    let graph: ResourceGraph

    /// Those of clusters, or of what runs on them, that are there in an older version.
    /// - Parameter staying: what the end of the way wants; what leaves on it needs no other version.
    static func all(in graph: ResourceGraph, staying last: ResourceGraph, _ world: World) -> [ClusterUpgrade] {
        let older = graph.resources.filter { isOlder($0, world) && last.contains($0.address) }
        guard !older.isEmpty else { return [] }
        return graph.resources.filter { $0.kind == clusterKind && last.contains($0.address) }.compactMap { cluster in
            let followers = older.filter { $0.region == cluster.region && $0.kind != clusterKind }
            guard !followers.isEmpty || older.contains(where: { $0.address == cluster.address }) else { return nil }
            return ClusterUpgrade(cluster: cluster, followers: Set(followers.map(\.address)), graph: graph)
        }
    }

    private static let clusterKind: Kind = "AWS::EKS::Cluster"
    /// What has a version of Kubernetes, and in which property.
    private static let properties: [Kind: String] = [
        clusterKind: "version", "AWS::EKS::Nodegroup": "version", "AWS::EKS::Addon": "kubernetesVersion",
    ]

    private static func isOlder(_ resource: Resource, _ world: World) -> Bool {
        guard let property = properties[resource.kind], let wanted = resource.properties.text(property),
            let found = world[resource.address]?.observation.properties.text(property)
        else { return false }
        return VersionNumbers.isOlder(found, than: wanted)
    }

    func walk(_ build: inout LegBuilder) throws(PlanProblems) {
        var plane = Stage(
            name: "\(Self.road)/control-plane", road: Self.road, role: .shift, gate: gate,
            undo: "None: EKS takes no control plane back to an older version.", isPointOfNoReturn: true)
        plane.isNoticed = true
        let upgraded = build.asItIs(cluster, but: ["version"])
        try build.add(
            plane, to: graph.replacing(upgraded), from: graph, only: [cluster.address])
        // A group that is made anew has the version from the start.
        let moving = followers.filter { build.isChangedInPlace($0, in: graph) }
        try build.add(
            Stage(
                name: "\(Self.road)/nodes", road: Self.road, role: .shift, gate: gate,
                undo: "None: EKS takes no node group back to an older version."), to: graph, from: graph, only: moving)
    }

    private var gate: Gate {
        Proofs.running(
            on: .reference(Reference(address: cluster.address.text, attribute: "name")), at: cluster, in: graph)
    }
}
