import CloudCalls
import HTTPMessages

/// A cluster in the addresses of the server that serves all of them: `/REGION/CLUSTER` stands before every path.
struct ServedCluster: Sendable, Hashable {
    let cluster: ClusterName

    init(_ cluster: ClusterName) { self.cluster = cluster }

    /// Takes the cluster off a path; nil when none is there.
    init?(_ path: inout String) {
        let parts = path.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].isEmpty, !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
        cluster = ClusterName(region: PercentEncoding.decode(parts[1]), name: PercentEncoding.decode(parts[2]))
        path = "/" + (parts.count == 4 ? String(parts[3]) : "")
    }

    /// What stands before every path.
    var path: String { "/\(PercentEncoding.encode(cluster.region))/\(PercentEncoding.encode(cluster.name))" }
}
