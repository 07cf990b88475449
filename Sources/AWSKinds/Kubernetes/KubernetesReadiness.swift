import Resources
import Values

/// Whether an object of a cluster does its work, by its status.
enum KubernetesReadiness {
    /// Ready when as many pods of the newest form are available as are wanted, and no old ones are left.
    ///
    /// Source: "Deployment status", Kubernetes documentation; `kubectl rollout status` decides by the same members.
    static func deployment(_ object: Value) -> ResourceObservation.Status {
        let wanted = object["spec"]?.number("replicas") ?? 1
        let status = object["status"] ?? [:]
        guard status.number("observedGeneration") ?? 0 >= object["metadata"]?.number("generation") ?? 1 else {
            return .pending("the Deployment's controller has not seen the change yet")
        }
        let available = status.number("availableReplicas") ?? 0
        let updated = status.number("updatedReplicas") ?? 0
        var reason: String?
        if updated < wanted || available < wanted {
            reason = "\(min(available, updated)) of \(wanted) replicas available"
        } else if status.number("replicas") ?? updated > updated {
            reason = "old replicas are still ending"
        }
        guard var reason else { return .ready }
        let stuck = (status["conditions"]?.elements ?? []).first { $0.text("reason") == "ProgressDeadlineExceeded" }
        if let stuck { reason += ": " + (stuck.text("message") ?? "the rollout does not go on") }
        return .pending(reason)
    }

    static func namespace(_ object: Value) -> ResourceObservation.Status {
        object["status"]?.text("phase") == "Terminating" ? .deleting : .ready
    }

    /// Objects of its kind can be made once the server serves them.
    static func definition(_ object: Value) -> ResourceObservation.Status {
        let isServed = (object["status"]?["conditions"]?.elements ?? []).contains {
            $0.text("type") == "Established" && $0.text("status") == "True"
        }
        return isServed ? .ready : .pending("the cluster does not serve the kind yet")
    }

    static func service(_ object: Value) -> ResourceObservation.Status {
        guard object["spec"]?.text("type") == "LoadBalancer" else { return .ready }
        return hasAddress(object) ? .ready : .pending("the Service has no load balancer yet")
    }

    static func ingress(_ object: Value) -> ResourceObservation.Status {
        hasAddress(object) ? .ready : .pending("the Ingress has no address yet")
    }

    /// The first name or address at which a Service or Ingress is reached.
    static func address(_ object: Value) -> Value? {
        let first = object["status"]?["loadBalancer"]?["ingress"]?.elements.first
        return first?["hostname"] ?? first?["ip"]
    }

    private static func hasAddress(_ object: Value) -> Bool { address(object) != nil }

    static func application(_ object: Value) -> ResourceObservation.Status {
        let sync = object["status"]?["sync"]?.text("status") ?? "not seen yet"
        let health = object["status"]?["health"]?.text("status") ?? "of unknown health"
        if sync == "Synced", health == "Healthy" { return .ready }
        var reason = "Argo CD says that it is \(sync) and \(health)"
        let message =
            object["status"]?["health"]?.text("message")
            ?? object["status"]?["operationState"]?.text("message")
        if let message, !message.isEmpty { reason += ": \(message)" }
        return .pending(reason)
    }
}
