import CloudCalls
import Values

/// The pods of a cluster, as far as anybody asks for them: made from its Deployments whenever they are listed.
enum PodList {
    static func pods(_ selector: String, _ cluster: ClusterName, _ cloud: Cloud) -> [Value] {
        let wanted = selector.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return cloud.all(Pods.type, cluster.region).filter { deployment in
            let labels = deployment.attributes["spec"]?["template"]?["metadata"]?["labels"]
            return deployment.id.hasPrefix(cluster.name + "/")
                && wanted.allSatisfy { $0.count == 2 && labels?.text($0[0]) == $0[1] }
        }.flatMap { pods(of: $0, cloud) }
    }

    private static func pods(of deployment: CloudObject, _ cloud: Cloud) -> [Value] {
        let pods = Pods(deployment)
        let placement = Placement(pods.place, cloud)
        let obstacle = pods.obstacle(cloud, placement)
        let room = placement.counts[pods.key] ?? 0
        let status = deployment.hidden["status"] ?? [:]
        let ready = status.number("availableReplicas") ?? 0
        let all = max(ready, deployment.attributes["spec"]?.number("replicas") ?? 1)
        // What an old form's pods still serve stays while those of the new one don't start.
        let count = obstacle != nil && status.number("updatedReplicas") ?? 0 < all ? ready + 1 : all
        return (0..<count).map { number in
            let isReady = number < ready
            let obstacle = obstacle ?? (number < room ? nil : .noRoom(placement))
            return [
                "apiVersion": "v1", "kind": "Pod",
                "metadata": [
                    "name": .string("\(pods.name)-\(number)"), "namespace": .string(pods.namespace),
                    "labels": deployment.attributes["spec"]?["template"]?["metadata"]?["labels"] ?? [:],
                    "uid": .string("uid-\(deployment.sequence)-\(number)"),
                    "creationTimestamp": .string(deployment.createdAt.timestamp),
                ],
                "spec": deployment.attributes["spec"]?["template"]?["spec"] ?? [:],
                "status": isReady ? pods.running : pods.waiting(obstacle),
            ]
        }
    }
}
