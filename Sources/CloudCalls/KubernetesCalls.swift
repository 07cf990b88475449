public import Values

/// The Kubernetes API of clusters as the provider sees it: one call is one attempt at one request.
public protocol KubernetesCalls: Sendable {
    /// Makes one attempt.
    /// - Throws: `AWSError`, whose code is the reason of Kubernetes' Status object where the API server refused.
    func call(_ request: KubernetesRequest) async throws(AWSError) -> Value
}

extension KubernetesCalls {
    /// Server-side apply of a whole object; returns it as stored, with `status`.
    public func apply(
        _ object: Value, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> Value {
        try await call(KubernetesRequest(.apply(object), in: cluster, deadline: deadline))
    }

    /// The object, or an error with code `NotFound`.
    public func get(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Value {
        try await call(KubernetesRequest(.get(name), in: cluster, deadline: deadline))
    }

    /// Every object of a kind in all namespaces, narrowed by a label selector (`key=value`).
    public func list(
        apiVersion: String, kind: String, labelSelector: String, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> [Value] {
        let verb = KubernetesRequest.Verb.list(apiVersion: apiVersion, kind: kind, labelSelector: labelSelector)
        return try await call(KubernetesRequest(verb, in: cluster, deadline: deadline)).elements
    }

    /// Deletes the object in the foreground; code `NotFound` when it is gone already.
    public func delete(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError) {
        _ = try await call(KubernetesRequest(.delete(name), in: cluster, deadline: deadline))
    }
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

    /// The name of a whole object; nil when it lacks one.
    public init?(of object: Value) {
        guard let apiVersion = object.text("apiVersion"), let kind = object.text("kind"),
            let name = object["metadata"]?.text("name"), !name.isEmpty
        else { return nil }
        self.init(
            apiVersion: apiVersion, kind: kind, namespace: object["metadata"]?.text("namespace") ?? "", name: name)
    }
}
