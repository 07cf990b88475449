import CloudCalls
import Values

/// Pods of one kind that a cluster is to run.
struct Workload {
    /// The Deployment's key; of what no object says, a name of its own.
    let key: CloudObject.Key
    let pod: Room
    let count: Int
    /// How many of them run: those keep their room.
    let running: Int
    /// They get room before all others.
    let isCritical: Bool

    init(_ deployment: CloudObject) {
        let spec = deployment.attributes["spec"]
        let template = spec?["template"]?["spec"]
        key = deployment.key
        pod = Room(asked: template?["containers"]?.elements ?? [])
        count = spec?.number("replicas") ?? 1
        running = min(count, deployment.hidden["status"]?.number("availableReplicas") ?? 0)
        isCritical = template?.text("priorityClassName")?.hasPrefix("system-") == true
    }

    init(_ key: CloudObject.Key, _ pod: Room, count: Int) {
        (self.key, self.pod, self.count, running, isCritical) = (key, pod, count, 0, false)
    }

    private init(_ name: String, _ cluster: ClusterName, _ pod: Room, _ count: Int) {
        key = CloudObject.Key("Kubernetes::Workload", cluster.region, "\(cluster.name)/\(name)")
        (self.pod, self.count, running, isCritical) = (pod, count, count, true)
    }

    /// All that a cluster is to run, in order of creation: first what EKS's add-ons run beside the pods of every node.
    static func all(of cluster: ClusterName, _ cloud: Cloud) -> [Workload] {
        // Two of CoreDNS and of the metrics server, by what their add-ons ask for.
        let addons = [("coredns", 70), ("metrics-server", 200)].filter { name, _ in
            cloud.object(EKS.addon, cluster.region, "\(cluster.name)/\(name)") != nil
        }.map { Workload($0.0, cluster, Room(cpu: 100, memory: $0.1), 2) }
        return addons
            + cloud.allEvenHidden(Pods.type, cluster.region).filter { $0.id.hasPrefix(cluster.name + "/") }.map {
                Workload($0)
            }
            + SyncedWorkloads.counts(cluster, cloud).map { Workload($0.key, SyncedWorkloads.pod, count: $0.count) }
    }
}
