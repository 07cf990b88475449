extension ClusterSpec {
    /// Networks of examples, which are nobody's (RFC 5737). The shipped specs have them where only you know yours.
    private static let examples = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].compactMap(NetworkRange.init)

    /// Whether no machine there is lies in a network that may reach the clusters.
    public var isReachedByNobody: Bool {
        let networks = endpointCIDRs.compactMap(NetworkRange.init)
        return !networks.isEmpty
            && networks.allSatisfy { network in
                Self.examples.contains { $0.prefix <= network.prefix && $0.overlaps(network) }
            }
    }
}
