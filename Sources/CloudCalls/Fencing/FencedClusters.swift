public import Values

/// The same as `FencedCalls` for a cluster's API.
public struct FencedClusters: KubernetesCalls {
    private let calls: any KubernetesCalls
    private let fence: Fence

    public init(_ calls: any KubernetesCalls, by fence: Fence) {
        self.calls = calls
        self.fence = fence
    }

    public func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        do throws(AWSError) { try fence.check(isRead: request.isRead) } catch { throw error.of(request) }
        return try await calls.call(request)
    }
}
