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
        var doors: [ClusterName: (endpoint: ClusterEndpoint, door: Door)] = [:]
        /// Connections are shared where the authority is the same.
        var senders: [String: any HTTPSending] = [:]
    }

    private let aws: any AWSCalls
    private let open: KubernetesClient.Opening
    private let state = Mutex(State())

    init(_ aws: any AWSCalls, open: @escaping KubernetesClient.Opening) {
        self.aws = aws
        self.open = open
    }

    /// The way to a cluster, for which AWS is asked when none is known.
    func door(to cluster: ClusterName, deadline: Instant) async throws(AWSError) -> Door {
        if let known = state.withLock({ $0.doors[cluster]?.door }) { return known }
        let output = try await aws.call(
            AWSRequest(
                service: "eks", operation: "DescribeCluster", region: cluster.region,
                input: ["name": .string(cluster.name)], deadline: deadline))
        guard let endpoint = ClusterEndpoint(output["cluster"] ?? [:]) else {
            throw AWSError("Transport.ConnectFailed", "the cluster \(cluster.name) has no endpoint yet")
        }
        let http: any HTTPSending
        if let shared = state.withLock({ $0.senders[endpoint.authority] }) {
            http = shared
        } else {
            http = try open(endpoint)
        }
        let door = Door(address: endpoint.address, http: http)
        state.withLock { state in
            state.senders[endpoint.authority] = door.http
            state.doors[cluster] = (endpoint, door)
        }
        return door
    }

    /// The way led nowhere: AWS is asked again next time.
    func forget(_ cluster: ClusterName) { state.withLock { $0.doors[cluster] = nil } }
}
