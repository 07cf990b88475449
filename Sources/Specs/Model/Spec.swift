/// The desired state of one platform, decoded and valid.
public struct Spec: Hashable, Sendable {
    /// The version of the spec's format; 1 today.
    public var version: Int
    /// The platform's name: lower-case letters, digits and hyphens.
    public var name: String
    /// 0 to 4, the shape the platform should have.
    public var phase: Int
    /// The AWS account's twelve digits.
    public var account: String
    /// The regions, the primary one first.
    public var regions: [RegionSpec]
    public var services: [ServiceSpec]
    public var database: DatabaseSpec
    public var cache: CacheSpec
    public var cdn: CDNSpec
    public var cluster: ClusterSpec
    public var compute: ComputeSpec
    /// The public domain, for example `shop.example.com`; needed from phase 3 on.
    public var domain: String?
    /// The repository that Argo CD follows; without one we own the Deployments.
    public var gitOps: GitOpsSpec?
    /// An address told of alarms and of the budget; nil for none.
    public var alertEmail: String?
    /// USD a month above which the budget alarms; nil for no budget.
    public var monthlyBudget: Int?
    public var tags: [String: String]
    /// Paths (`address:property`) whose drift is left alone.
    public var ignore: [String]
    public var policy: PolicySpec
    public var migrations: MigrationSpec

    /// The region where the database is written.
    public var primaryRegion: RegionSpec { regions[0] }

    /// Makes a spec; `regions` must not be empty.
    public init(
        version: Int = 1, name: String, phase: Int, account: String, regions: [RegionSpec], services: [ServiceSpec],
        database: DatabaseSpec = DatabaseSpec(), cache: CacheSpec = CacheSpec(), cdn: CDNSpec = CDNSpec(),
        cluster: ClusterSpec = ClusterSpec(), compute: ComputeSpec = ComputeSpec(), domain: String? = nil,
        gitOps: GitOpsSpec? = nil, alertEmail: String? = nil, monthlyBudget: Int? = nil,
        tags: [String: String] = [:], ignore: [String] = [], policy: PolicySpec = PolicySpec(),
        migrations: MigrationSpec = MigrationSpec()
    ) {
        self.version = version
        self.name = name
        self.phase = phase
        self.account = account
        self.regions = regions
        self.services = services
        self.database = database
        self.cache = cache
        self.cdn = cdn
        self.cluster = cluster
        self.compute = compute
        self.domain = domain
        self.gitOps = gitOps
        self.alertEmail = alertEmail
        self.monthlyBudget = monthlyBudget
        self.tags = tags
        self.ignore = ignore
        self.policy = policy
        self.migrations = migrations
    }
}
