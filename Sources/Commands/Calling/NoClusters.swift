import CloudCalls
import Values

/// Clusters that nobody can talk to.
struct NoClusters: KubernetesCalls {
    private func refused(_ cluster: ClusterName) -> AWSError {
        AWSError(
            "Client.NotYet", "the API of the cluster \(cluster.name) can't be called yet over the wire",
            service: "kubernetes", region: cluster.region)
    }

    func apply(_ object: Value, in cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Value {
        throw refused(cluster)
    }

    func get(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Value {
        throw refused(cluster)
    }

    func list(
        apiVersion: String, kind: String, labelSelector: String, in cluster: ClusterName, deadline: Instant
    ) async throws(AWSError) -> [Value] {
        throw refused(cluster)
    }

    func delete(_ name: ObjectName, in cluster: ClusterName, deadline: Instant) async throws(AWSError) {
        throw refused(cluster)
    }
}
