public import Values

/// The Kubernetes API of one cluster, at the level of objects; one call is one attempt.
public protocol KubernetesCalls: Sendable {
    /// Server-side apply of a whole object; returns it as stored, with `status`.
    func apply(_ object: Value, in cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Value
    /// The object, or an error with code `NotFound`.
    func get(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Value
    /// Every object of a kind in all namespaces, narrowed by a label selector (`key=value`).
    func list(
        apiVersion: String, kind: String, labelSelector: String, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> [Value]
    /// Deletes the object in the foreground; code `NotFound` when it is gone already.
    func delete(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError)
}

/// An EKS cluster by region and name.
public struct ClusterName: Hashable, Sendable {
    public let region: String
    public let name: String

    public init(region: String, name: String) {
        self.region = region
        self.name = name
    }
}

/// A Kubernetes object's identity inside its cluster; `namespace` is empty for cluster-wide kinds.
public struct ObjectName: Hashable, Sendable {
    public let apiVersion: String
    public let kind: String
    public let namespace: String
    public let name: String

    public init(apiVersion: String, kind: String, namespace: String, name: String) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }
}
