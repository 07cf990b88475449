public import CloudCalls
public import Values

/// One call of a cluster's API.
public enum KubernetesRequest: Sendable, Hashable {
    case apply(Value)
    case get(ObjectName)
    case list(apiVersion: String, kind: String, labelSelector: String)
    case delete(ObjectName)
}
