import CloudCalls
import Values

/// What a cluster's controllers do by themselves, every few seconds.
enum Controllers {
    /// One look, after the cluster's Auto Scaling group has looked at itself.
    static func look(at group: CloudObject.Key, _ cloud: inout Cloud) {
        guard let name = cloud.objects[group]?.tags["eks:cluster-name"] else { return }
        let cluster = ClusterName(region: group.region, name: name)
        scalePods(cluster, &cloud)
        let workloads = Workload.all(of: cluster, cloud)
        let placement = Placement(workloads, on: Placement.nodes(of: cluster, cloud))
        moveOn(placement, cluster, &cloud)
        ClusterAutoscalerProgram.look(at: group, of: cluster, workloads, placement, &cloud)
    }

    private static func scalePods(_ cluster: ClusterName, _ cloud: inout Cloud) {
        guard let demand = Traffic.demand(cloud), demand.service > 0 else { return }
        let scalers = PodScaling.all(cluster, cloud)
        guard !scalers.isEmpty else { return }
        let flows = SteadyTraffic.at(cloud.now.milliseconds, &cloud).parts.map(\.flow).filter {
            $0.region == cluster.region
        }
        let cost = Capacities(cloud, demand, at: cloud.now).cost(in: cluster.region)
        for scaler in scalers {
            let asked = flows.reduce(0) { $0 + ($1.asked[scaler.key] ?? 0) }
            let (place, name) = scaler.memory
            let known = cloud.objects[place]?.hidden[name]
            let moved = scaler.move(asked * cost / 1_000_000, known, at: cloud.now)
            if known != moved.remembered { cloud.note(place) { $0.hidden[name] = moved.remembered } }
            guard moved.count != scaler.count else { continue }
            if scaler.key.type == Pods.type {
                Rollouts.scale(scaler.key, to: moved.count, &cloud)
            } else {
                SyncedWorkloads.scale(scaler.key, to: moved.count, &cloud)
            }
        }
    }

    /// Pods whose node went stop serving; they are started again where there is room.
    private static func moveOn(_ placement: Placement, _ cluster: ClusterName, _ cloud: inout Cloud) {
        for object in cloud.allEvenHidden(Pods.type, cluster.region) where object.id.hasPrefix(cluster.name + "/") {
            let room = placement.counts[object.key] ?? 0
            guard object.hidden["status"]?.number("availableReplicas") ?? 0 > room else { continue }
            Rollouts.keep(object.key, room, of: object.attributes["spec"]?.number("replicas") ?? 1, &cloud)
        }
    }
}
