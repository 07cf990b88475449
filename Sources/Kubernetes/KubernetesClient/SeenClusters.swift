public import CloudCalls
import Synchronization
public import Values

/// AWS's calls, of which the descriptions of clusters are remembered: who has just looked at a cluster need not ask once
/// more where its API is.
public final class SeenClusters: AWSCalls {
    private let calls: any AWSCalls
    private let clusters = Mutex<[ClusterName: Value]>([:])

    public init(_ calls: any AWSCalls) { self.calls = calls }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let output = try await calls.call(request)
        if request.service == "eks", request.operation == "DescribeCluster", let cluster = output["cluster"],
            let name = cluster.text("name")
        {
            clusters.withLock { $0[ClusterName(region: request.region, name: name)] = cluster }
        }
        return output
    }

    /// What AWS said of a cluster last; told once, so that who finds it to be wrong asks again.
    func take(_ name: ClusterName) -> Value? { clusters.withLock { $0.removeValue(forKey: name) } }
}
