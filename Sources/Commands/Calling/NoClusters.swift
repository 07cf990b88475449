import CloudCalls
import Values

/// Clusters of AWS itself, none of which is called yet.
struct NoClusters: KubernetesCalls {
    func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        throw AWSError(
            "Client.NotYet", "only clusters of `fake serve` on this machine can be called yet, not those of AWS itself",
            effect: .none)
    }
}
