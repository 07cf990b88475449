import CloudCalls
import Values

/// A cloud that is as far away as AWS: each call takes some time longer.
struct DelayedCalls<Calls: AWSCalls & KubernetesCalls>: AWSCalls, KubernetesCalls {
    let calls: Calls
    let latency: TimeSpan
    let time: any TimeSource

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        await time.sleep(until: time.now() + latency)
        return try await calls.call(request)
    }

    func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        await time.sleep(until: time.now() + latency)
        return try await calls.call(request)
    }
}
