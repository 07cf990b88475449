import CloudCalls
import HTTPClient
import HTTPMessages
import Synchronization
import Values

/// The clusters that were called, with the way to each.
final class ClusterBook: Sendable {
    /// The way to a cluster.
    struct Door: Sendable {
        let address: HTTPAddress
        let http: any HTTPSending
    }

    private struct State {
        /// One question to AWS is under way at most for each cluster.
        var doors: [ClusterName: Task<Result<Door, AWSError>, Never>] = [:]
        /// Connections are shared where the authority is the same.
        var senders: [String: any HTTPSending] = [:]
    }

    private let aws: any AWSCalls
    private let seen: SeenClusters?
    private let open: KubernetesClient.Opening
    private let state = Mutex(State())

    init(_ aws: any AWSCalls, seen: SeenClusters?, open: @escaping KubernetesClient.Opening) {
        self.aws = aws
        self.seen = seen
        self.open = open
    }

    /// The way to a cluster, for which AWS is asked when none is known.
    func door(to cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Door {
        let asking = state.withLock { state in
            if let known = state.doors[cluster] { return known }
            let asking = Task { await found(cluster, deadline) }
            state.doors[cluster] = asking
            return asking
        }
        let result = await asking.value
        if case .failure = result { forget(cluster) }
        return try result.get()
    }

    /// The way led nowhere: AWS is asked again next time.
    func forget(_ cluster: ClusterName) { state.withLock { $0.doors[cluster] = nil } }

    private func found(_ cluster: ClusterName, _ deadline: Instant) async -> Result<Door, AWSError> {
        do throws(AWSError) {
            if let endpoint = seen?.take(cluster).flatMap(ClusterEndpoint.init) {
                return .success(Door(address: endpoint.address, http: try sender(endpoint)))
            }
            let output = try await aws.call(
                AWSRequest(
                    service: "eks", operation: "DescribeCluster", region: cluster.region,
                    input: ["name": .string(cluster.name)], deadline: deadline))
            guard let endpoint = ClusterEndpoint(output["cluster"] ?? [:]) else {
                throw AWSError("Transport.ConnectFailed", "the cluster \(cluster.name) has no endpoint yet")
            }
            return .success(Door(address: endpoint.address, http: try sender(endpoint)))
        } catch {
            return .failure(error)
        }
    }

    private func sender(_ endpoint: ClusterEndpoint) throws(AWSError) -> any HTTPSending {
        if let known = state.withLock({ $0.senders[endpoint.authority] }) { return known }
        let made = try open(endpoint)
        return state.withLock { state in
            let first = state.senders[endpoint.authority] ?? made
            state.senders[endpoint.authority] = first
            return first
        }
    }
}
