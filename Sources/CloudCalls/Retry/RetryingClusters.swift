public import Values

/// Retries of a cluster's API by the rules of AWS's: refusals for the rate alone, and faults on the way of what only reads
/// or certainly had no effect.
public struct RetryingClusters: KubernetesCalls {
    private let calls: any KubernetesCalls
    private let retrying: RetryingCalls

    /// - Parameter retrying: whose policy, clock and memory count.
    public init(_ calls: any KubernetesCalls, by retrying: RetryingCalls) {
        self.calls = calls
        self.retrying = retrying
    }

    public func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        // An apply is the same twice, but not when it comes late, after another's.
        let call = RetriedCall(
            service: "kubernetes", operation: request.name, region: request.cluster.region, mayRepeat: request.isRead)
        return try await retrying.answer(call) { waited throws(AWSError) in
            try await calls.call(
                waited > .zero ? request.changing(deadline: request.deadline + waited) : request)
        }
    }
}
