public import AWSSigning
public import CloudCalls

/// Knows whom a cluster lets in.
public protocol ClusterDoor: Sendable {
    /// Who has an access key, where the cluster knows that principal; nil else.
    func entrant(_ accessKeyID: String, to cluster: ClusterName) -> ClusterEntrant?
}

/// Somebody whom a cluster knows.
public struct ClusterEntrant: Sendable {
    public let credentials: Credentials
    /// The name by which Kubernetes knows them.
    public let name: String
    /// Whoever may not do everything may do nothing here: Kubernetes' own rules are not evaluated.
    public let mayDoEverything: Bool

    public init(credentials: Credentials, name: String, mayDoEverything: Bool) {
        self.credentials = credentials
        self.name = name
        self.mayDoEverything = mayDoEverything
    }
}
