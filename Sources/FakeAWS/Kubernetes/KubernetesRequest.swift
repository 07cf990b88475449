public import CloudCalls
public import Values

/// One call of a cluster's API.
public enum KubernetesRequest: Sendable, Hashable {
    case apply(Value)
    case get(ObjectName)
    case list(apiVersion: String, kind: String, labelSelector: String)
    case delete(ObjectName)

    /// Whether it only reads.
    public var isLook: Bool {
        switch self {
        case .get, .list: true
        case .apply, .delete: false
        }
    }
}
