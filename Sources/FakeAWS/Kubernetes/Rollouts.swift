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
            let progress = progressing(cloud.now)
            cloud.update(key) {
                let available = $0.hidden["status"]?.number("availableReplicas") ?? 0
                $0.hidden["status"] = [
                    "observedGeneration": generation, "replicas": .int(replicas), "updatedReplicas": 0,
                    "availableReplicas": .int(min(available, replicas)), "conditions": [progress],
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
        case CustomKinds.type: CustomKinds.begin(key, &cloud)
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
        case "Kubernetes::Application": take(object, ArgoCDProgram.status(of: object, cloud), event, &cloud)
        case "Kubernetes::Ingress": take(object, status(ofIngress: object, cloud), event, &cloud)
        case "Kubernetes::Service": take(object, balanced, event, &cloud)
        default: break
        }
    }

    /// Its controller has looked at an object; where there was none, or it did not take it, another look follows.
    private static func take(_ object: CloudObject, _ status: Value?, _ event: ScheduledEvent, _ cloud: inout Cloud) {
        if let status, status != object.hidden["status"] { cloud.update(event.key) { $0.hidden["status"] = status } }
        if event.key.type == ArgoCDProgram.application, status?["health"]?.text("status") == "Healthy" {
            ArgoCDProgram.sync(object, &cloud)
        }
        guard status == nil || status?["health"]?.text("status") == "Unknown" else { return }
        cloud.schedule("kubernetes.settled", after: .seconds(15), on: event.key, event.argument)
    }

    /// Of controllers that we don't know, each takes every Ingress.
    private static func status(ofIngress ingress: CloudObject, _ cloud: Cloud) -> Value? {
        let cluster = ingress.id.prefix { $0 != "/" }
        guard let name = ingress.attributes["spec"]?.text("ingressClassName"),
            let made = cloud.object("Kubernetes::IngressClass", ingress.region, "\(cluster)//\(name)")
        else { return nil }
        guard made.attributes["spec"]?.text("controller") == NGINXProgram.controllerName else { return balanced }
        return NGINXProgram.status(of: ingress, className: name, cloud)
    }

    private static let balanced: Value = ["loadBalancer": ["ingress": [["hostname": "nodes"]]]]

    private static func progressing(_ moment: Instant) -> Value {
        [
            "type": "Progressing", "status": "True", "reason": "ReplicaSetUpdated",
            "lastUpdateTime": .string(moment.timestamp),
        ]
    }

    /// Another number of pods of the same form.
    static func scale(_ key: CloudObject.Key, to count: Int, _ cloud: inout Cloud) {
        cloud.update(key) {
            $0.attributes["spec"]?["replicas"] = .int(count)
            $0.hidden["generation"] = .int(($0.hidden.number("generation") ?? 0) + 1)
        }
        keep(key, count, of: count, &cloud)
    }

    /// Of a Deployment's pods no more than a number can be there: the others are started when they have room.
    static func keep(_ key: CloudObject.Key, _ count: Int, of all: Int, _ cloud: inout Cloud) {
        guard let status = cloud.objects[key]?.hidden["status"] else { return }
        let generation = cloud.objects[key]?.hidden["generation"] ?? 1
        let available = min(status.number("availableReplicas") ?? 0, count)
        cloud.update(key) {
            $0.hidden["status"] = status.merging([
                "observedGeneration": generation, "replicas": .int(all),
                "updatedReplicas": .int(min(status.number("updatedReplicas") ?? 0, count)),
                "availableReplicas": .int(available), "readyReplicas": .int(available),
            ])
        }
        cloud.schedule(
            "kubernetes.settled", after: .seconds(10), on: key,
            ["generation": generation, "since": .int(cloud.now.milliseconds)])
    }

    /// A third of the pods more every ten seconds, as far as they can run and have room; after ten minutes without it says
    /// that it is stuck.
    private static func goOn(_ object: CloudObject, _ event: ScheduledEvent, _ cloud: inout Cloud) {
        let replicas = object.attributes["spec"]?.number("replicas") ?? 1
        let present = object.hidden["status"]?.number("updatedReplicas") ?? 0
        let pods = Pods(object)
        let placement = Placement(pods.place, cloud)
        let room = min(replicas, placement.counts[object.key] ?? 0)
        guard pods.obstacle(cloud, placement) == nil, room > present || room == replicas else {
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
        let updated = min(room, present + max(1, (replicas + 2) / 3))
        let progress = progressing(cloud.now)
        let available = max(updated, min(status.number("availableReplicas") ?? 0, replicas))
        cloud.update(event.key) {
            $0.hidden["status"] = [
                "observedGeneration": event.argument["generation"] ?? 1, "replicas": .int(replicas),
                "updatedReplicas": .int(updated), "availableReplicas": .int(available),
                "readyReplicas": .int(available), "conditions": [progress],
            ]
        }
        guard updated < replicas else { return ServiceSettings.take(event.key, &cloud) }
        cloud.schedule("kubernetes.settled", after: .seconds(10), on: event.key, event.argument)
    }
}
