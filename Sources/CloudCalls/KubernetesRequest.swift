public import Values

/// One attempt at one request of a cluster's API.
public struct KubernetesRequest: Sendable {
    /// What is asked for (Kubernetes documentation, "Kubernetes API Concepts").
    public enum Verb: Sendable, Hashable {
        /// Server-side apply of a whole object, which is made when it isn't there; gives it as stored.
        case apply(Value)
        /// Makes an object that must not be there; gives it as stored.
        case create(Value)
        /// Gives the object.
        case get(ObjectName)
        /// Gives a list of every object of a kind in all namespaces, narrowed by a label selector (`key=value`).
        case list(apiVersion: String, kind: String, labelSelector: String)
        /// Deletes the object and what it owns; gives nothing of use.
        case delete(ObjectName)
    }

    public let verb: Verb
    public let cluster: ClusterName
    /// The moment after which this attempt can no longer take effect.
    public let deadline: Instant

    public init(_ verb: Verb, in cluster: ClusterName, deadline: Instant) {
        self.verb = verb
        self.cluster = cluster
        self.deadline = deadline
    }

    /// The verb's own word, for counts and messages.
    public var name: String {
        switch verb {
        case .apply: "apply"
        case .create: "create"
        case .get: "get"
        case .list: "list"
        case .delete: "delete"
        }
    }

    /// Whether nothing can change by it.
    public var isRead: Bool {
        switch verb {
        case .get, .list: true
        case .apply, .create, .delete: false
        }
    }

    /// The same request with another deadline.
    public func changing(deadline: Instant) -> KubernetesRequest {
        KubernetesRequest(verb, in: cluster, deadline: deadline)
    }
}
