import Values

/// How the controllers of a cluster bring objects to life.
enum Rollouts {
    static let events: [String: ServiceDefinition.EventHandler] = ["kubernetes.settled": settled]

    /// An object was made or changed: its controllers take a while.
    static func begin(_ key: CloudObject.Key, _ cloud: inout Cloud) {
        let generation = cloud.objects[key]?.hidden["generation"] ?? 1
        switch key.type {
        case "Kubernetes::Deployment":
            let replicas = cloud.objects[key]?.attributes["spec"]?.number("replicas") ?? 1
            cloud.update(key) {
                let available = $0.hidden["status"]?.number("availableReplicas") ?? 0
                $0.hidden["status"] = [
                    "observedGeneration": generation, "replicas": .int(replicas), "updatedReplicas": 0,
                    "availableReplicas": .int(min(available, replicas)),
                ]
            }
            cloud.schedule(
                "kubernetes.settled", after: .seconds(10), on: key,
                ["generation": generation, "since": .int(cloud.now.milliseconds)])
        case "Kubernetes::Application":
            cloud.update(key) {
                $0.hidden["status"] = ["sync": ["status": "OutOfSync"], "health": ["status": "Progressing"]]
            }
            cloud.schedule("kubernetes.settled", after: .seconds(60), on: key, ["generation": generation])
        case "Kubernetes::Service" where cloud.objects[key]?.attributes["spec"]?.text("type") == "LoadBalancer":
            cloud.schedule("kubernetes.settled", after: .seconds(60), on: key, ["generation": generation])
        case "Kubernetes::Ingress":
            cloud.schedule("kubernetes.settled", after: .seconds(10), on: key, ["generation": generation])
        case "Kubernetes::Namespace":
            cloud.update(key) { $0.hidden["status"] = ["phase": "Active"] }
        default: break
        }
    }

    private static func settled(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let object = cloud.objects[event.key], object.hidden["generation"] == event.argument["generation"] else {
            return
        }
        switch event.key.type {
        case "Kubernetes::Deployment": goOn(object, event, &cloud)
        case "Kubernetes::Application":
            cloud.update(event.key) {
                $0.hidden["status"] = ["sync": ["status": "Synced"], "health": ["status": "Healthy"]]
            }
        case "Kubernetes::Ingress", "Kubernetes::Service":
            cloud.update(event.key) { $0.hidden["status"] = ["loadBalancer": ["ingress": [["hostname": "nodes"]]]] }
        default: break
        }
    }

    /// A third of the pods more every ten seconds, if they can run; after ten minutes without it says that it is stuck.
    private static func goOn(_ object: CloudObject, _ event: ScheduledEvent, _ cloud: inout Cloud) {
        let replicas = object.attributes["spec"]?.number("replicas") ?? 1
        guard !hasBrokenImage(object, cloud), hasNodes(object, cloud) else {
            if cloud.now.milliseconds >= (event.argument.number("since") ?? 0) + TimeSpan.minutes(10).milliseconds {
                cloud.update(event.key) {
                    $0.hidden["status"]?["conditions"] = [
                        [
                            "type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded",
                            "message": "the ReplicaSet has timed out progressing",
                        ]
                    ]
                }
            }
            cloud.schedule("kubernetes.settled", after: .seconds(15), on: event.key, event.argument)
            return
        }
        let status = object.hidden["status"] ?? [:]
        let updated = min(replicas, (status.number("updatedReplicas") ?? 0) + max(1, (replicas + 2) / 3))
        let available = max(updated, min(status.number("availableReplicas") ?? 0, replicas))
        cloud.update(event.key) {
            $0.hidden["status"] = [
                "observedGeneration": event.argument["generation"] ?? 1, "replicas": .int(replicas),
                "updatedReplicas": .int(updated), "availableReplicas": .int(available),
                "readyReplicas": .int(available),
            ]
        }
        guard updated < replicas else { return ServiceSettings.take(event.key, &cloud) }
        cloud.schedule("kubernetes.settled", after: .seconds(10), on: event.key, event.argument)
    }

    private static func hasBrokenImage(_ object: CloudObject, _ cloud: Cloud) -> Bool {
        guard !cloud.faults.brokenImages.isEmpty else { return false }
        let pod = object.attributes["spec"]?["template"]?["spec"]
        return (pod?["containers"]?.elements ?? []).contains {
            cloud.faults.isBroken(image: $0.text("image") ?? "")
        }
    }

    /// Pods need a node group that has nodes.
    private static func hasNodes(_ object: CloudObject, _ cloud: Cloud) -> Bool {
        let cluster = object.id.prefix { $0 != "/" }
        return cloud.all("AWS::EKS::Nodegroup", object.region).contains {
            $0.id.hasPrefix("\(cluster)/") && ["ACTIVE", "UPDATING", "DEGRADED"].contains($0.status)
        }
    }
}
