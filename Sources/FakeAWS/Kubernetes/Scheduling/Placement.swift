import CloudCalls
import Values

/// Which pods of a cluster find room on its nodes: those that run keep it, then the first of each workload comes before the
/// second of any, each on the node that has most left, as the scheduler spreads them.
struct Placement {
    /// How many pods of each workload have a node.
    private(set) var counts: [CloudObject.Key: Int] = [:]
    /// How many pods have none.
    private(set) var unplaced = 0
    let nodes: [Room]
    /// What is left of each node.
    private(set) var left: [Room]

    init(_ workloads: [Workload], on nodes: [Room]) {
        self.nodes = nodes
        left = nodes
        place(workloads.filter(\.isCritical))
        place(workloads.filter { !$0.isCritical })
    }

    /// On the nodes of a cluster that serve now.
    init(_ cluster: ClusterName, _ cloud: Cloud) {
        self.init(Workload.all(of: cluster, cloud), on: Self.nodes(of: cluster, cloud))
    }

    /// The room of the nodes that serve, in order of their launch.
    static func nodes(of cluster: ClusterName, _ cloud: Cloud) -> [Room] {
        cloud.allEvenHidden(EC2Type.instance.type, cluster.region).filter {
            $0.tags["eks:cluster-name"] == cluster.name && cloud.isInstanceServing($0.id, cluster.region)
        }.map { Room(ofNode: $0.attributes.text("InstanceType") ?? "") }
    }

    private mutating func place(_ workloads: [Workload]) {
        for workload in workloads {
            for _ in 0..<workload.running { placeOne(workload) }
        }
        for round in 0..<(workloads.map(\.count).max() ?? 0) {
            for workload in workloads where (workload.running..<workload.count).contains(round) { placeOne(workload) }
        }
    }

    private mutating func placeOne(_ workload: Workload) {
        let fitting = left.indices.filter { workload.pod.fits(into: left[$0]) }
        guard let node = fitting.max(by: { (left[$0].cpu, $1) < (left[$1].cpu, $0) }) else {
            unplaced += 1
            return
        }
        left[node] = left[node] - workload.pod
        counts[workload.key, default: 0] += 1
    }
}
