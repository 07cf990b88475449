/// The PostgreSQL database.
public struct DatabaseSpec: Hashable, Sendable {
    /// The major version, for example `17`, or a full one.
    public var engineVersion: String
    /// The RDS instance class, for example `db.m7g.large`.
    public var instanceClass: String
    /// GiB.
    public var storage: Int
    /// A standby in another zone; from phase 1.
    public var multiAZ: Bool
    /// Days of automatic backups, 1 to 35.
    public var backupRetention: Int
    /// What becomes of writes in regions where the writer is not; from phase 4.
    public var remoteWrites: RemoteWrites

    /// The way of a write that is asked of a region away from the writer's.
    public enum RemoteWrites: String, Hashable, Sendable, CaseIterable {
        /// It goes to the writer's region, at the cost of the way there and back.
        case forward
        /// The region only reads: it is told so, and nothing there can reach the writer.
        case refuse
    }

    public init(
        engineVersion: String = "17", instanceClass: String = "db.t4g.medium", storage: Int = 20,
        multiAZ: Bool = true, backupRetention: Int = 7, remoteWrites: RemoteWrites = .forward
    ) {
        self.remoteWrites = remoteWrites
        self.engineVersion = engineVersion
        self.instanceClass = instanceClass
        self.storage = storage
        self.multiAZ = multiAZ
        self.backupRetention = backupRetention
    }
}

/// The ElastiCache replication group; from phase 3.
public struct CacheSpec: Hashable, Sendable {
    public var nodeType: String
    /// Replicas beside the primary node, at least 1.
    public var replicas: Int

    public init(nodeType: String = "cache.t4g.small", replicas: Int = 1) {
        self.nodeType = nodeType
        self.replicas = replicas
    }
}

/// The CloudFront distribution; from phase 3.
public struct CDNSpec: Hashable, Sendable {
    /// `PriceClass_100`, `PriceClass_200` or `PriceClass_All`.
    public var priceClass: String
    /// Seconds that a cached route's answer lives when the service says nothing.
    public var defaultTTL: Int

    public init(priceClass: String = "PriceClass_All", defaultTTL: Int = 60) {
        self.priceClass = priceClass
        self.defaultTTL = defaultTTL
    }
}

/// The EKS cluster; from phase 2.
public struct ClusterSpec: Hashable, Sendable {
    /// The Kubernetes minor version, for example `1.36`.
    public var version: String
    public var nodeType: String
    public var minNodes: Int
    public var maxNodes: Int
    /// CIDRs that may reach the API endpoint from outside; needed from phase 2.
    public var endpointCIDRs: [String]

    public init(
        version: String = "1.36", nodeType: String = "m7g.large", minNodes: Int = 3, maxNodes: Int = 12,
        endpointCIDRs: [String] = []
    ) {
        self.version = version
        self.nodeType = nodeType
        self.minNodes = minNodes
        self.maxNodes = maxNodes
        self.endpointCIDRs = endpointCIDRs
    }
}

/// The instances of phases 0 and 1.
public struct ComputeSpec: Hashable, Sendable {
    public var instanceType: String
    public var minInstances: Int
    public var maxInstances: Int
    /// GiB of phase 0's data volume.
    public var dataVolume: Int

    public init(instanceType: String = "t4g.large", minInstances: Int = 2, maxInstances: Int = 6, dataVolume: Int = 50)
    {
        self.instanceType = instanceType
        self.minInstances = minInstances
        self.maxInstances = maxInstances
        self.dataVolume = dataVolume
    }
}

/// The repository with the services' manifests.
public struct GitOpsSpec: Hashable, Sendable {
    public var repository: String
    public var branch: String
    public var path: String

    public init(repository: String, branch: String = "main", path: String = ".") {
        self.repository = repository
        self.branch = branch
        self.path = path
    }
}
