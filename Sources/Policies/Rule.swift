/// What a platform is held against. The codes of the built-in rules are stable.
public struct Rule: Sendable, Hashable {
    /// For example `policy.openPort`; what stands behind the first dot is its name.
    public let code: String
    public let severity: Finding.Severity
    /// What it asks, in one sentence.
    public let demand: String
    /// What mends it.
    public let remedy: String

    init(_ code: String, _ severity: Finding.Severity, _ demand: String, _ remedy: String) {
        self.code = code
        self.severity = severity
        self.demand = demand
        self.remedy = remedy
    }

    /// The code without the word in front of its first dot.
    public var name: String { String(code.drop { $0 != "." }.dropFirst()) }
}

/// The built-in ones.
extension Rule {
    static let publicDatabase = Rule(
        "policy.publicDatabase", .error, "A database is reached from its network only.",
        "Set PubliclyAccessible to false.")
    static let openPort = Rule(
        "policy.openPort", .error, "From everywhere only ports 80 and 443 are open.",
        "Name the networks that need the port.")
    static let unencrypted = Rule(
        "policy.unencrypted", .error, "Data at rest is encrypted.",
        "Encrypt it with the platform's key.")
    static let openCluster = Rule(
        "policy.openCluster", .error, "A cluster's endpoint is open to named networks only.",
        "Name the networks in cluster.endpointCIDRs.")
    static let oldMetadata = Rule(
        "policy.oldMetadata", .error, "Machines ask for a token before they tell their credentials.",
        "Require tokens (HttpTokens).")
    static let secretInEnvironment = Rule(
        "policy.secretInEnvironment", .error, "A service's environment holds no secret.",
        "Keep it in Secrets Manager and let the service fetch it by its role.")
    static let noDeletionProtection = Rule(
        "policy.noDeletionProtection", .error, "A database can't be deleted by one call.",
        "Turn DeletionProtection on.")
    static let noBackup = Rule(
        "policy.noBackup", .warning, "What holds data is backed up by itself.",
        "Move to phase 1, where RDS makes backups, or make snapshots yourself and say so in a waiver.")
    static let shortBackup = Rule(
        "policy.shortBackup", .warning, "Backups of a database go back a week at least.",
        "Raise database.backupRetention to 7 or more.")
    static let singleZone = Rule(
        "policy.singleZone", .warning, "A database and a cache stand in two zones.",
        "Turn database.multiAZ on, or give the cache a replica.")
    static let singleReplica = Rule(
        "policy.singleReplica", .warning, "Of what serves there are two.",
        "Raise minReplicas or compute.minInstances to 2.")
    static let plainTraffic = Rule(
        "policy.plainTraffic", .warning, "Users' requests are encrypted.",
        "Give the platform a domain (phase 3), or end TLS in front of it.")
    static let movingImage = Rule(
        "policy.movingImage", .warning, "An image is named by a tag that does not move.",
        "Name a version or a digest.")
    static let forbiddenRegion = Rule(
        "policy.forbiddenRegion", .error, "Only the regions that the spec allows are used.",
        "Move it, or add the region to policy.regions.")
    static let overBudget = Rule(
        "policy.overBudget", .warning, "The platform costs no more in a month than its budget.",
        "Make it smaller, or raise monthlyBudget.")
    static let waiverExpired = Rule(
        "policy.waiverExpired", .error, "A waiver holds until its day.",
        "Mend what it lets be, or look again and give it a new day.")
    static let waiverUnused = Rule(
        "policy.waiverUnused", .note, "A waiver lets something be.",
        "Remove it.")
}
