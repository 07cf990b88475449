/// The built-in rules; their codes are stable.
public enum Rule: String, Sendable, Hashable, CaseIterable {
    case publicDatabase, openPort, unencrypted, openCluster, oldMetadata, secretInEnvironment, noDeletionProtection
    case noBackup, shortBackup, singleZone, singleReplica, plainTraffic, movingImage, forbiddenRegion, overBudget
    case waiverExpired, waiverUnused

    public var code: String { "policy.\(rawValue)" }

    public var severity: Finding.Severity {
        switch self {
        case .publicDatabase, .openPort, .unencrypted, .openCluster, .oldMetadata, .secretInEnvironment,
            .noDeletionProtection, .forbiddenRegion, .waiverExpired:
            .error
        case .noBackup, .shortBackup, .singleZone, .singleReplica, .plainTraffic, .movingImage, .overBudget: .warning
        case .waiverUnused: .note
        }
    }

    /// What it asks, in one sentence.
    public var demand: String {
        switch self {
        case .publicDatabase: "A database is reached from its network only."
        case .openPort: "From everywhere only ports 80 and 443 are open."
        case .unencrypted: "Data at rest is encrypted."
        case .openCluster: "A cluster's endpoint is open to named networks only."
        case .oldMetadata: "Machines ask for a token before they tell their credentials."
        case .secretInEnvironment: "A service's environment holds no secret."
        case .noDeletionProtection: "A database can't be deleted by one call."
        case .noBackup: "What holds data is backed up by itself."
        case .shortBackup: "Backups of a database go back a week at least."
        case .singleZone: "A database and a cache stand in two zones."
        case .singleReplica: "Of what serves there are two."
        case .plainTraffic: "Users' requests are encrypted."
        case .movingImage: "An image is named by a tag that does not move."
        case .forbiddenRegion: "Only the regions that the spec allows are used."
        case .overBudget: "The platform costs no more in a month than its budget."
        case .waiverExpired: "A waiver holds until its day."
        case .waiverUnused: "A waiver lets something be."
        }
    }

    /// What mends it.
    public var remedy: String {
        switch self {
        case .publicDatabase: "Set PubliclyAccessible to false."
        case .openPort: "Name the networks that need the port."
        case .unencrypted: "Encrypt it with the platform's key."
        case .openCluster: "Name the networks in cluster.endpointCIDRs."
        case .oldMetadata: "Require tokens (HttpTokens)."
        case .secretInEnvironment: "Keep it in Secrets Manager and let the service fetch it by its role."
        case .noDeletionProtection: "Turn DeletionProtection on."
        case .noBackup: "Move to phase 1, where RDS makes backups, or make snapshots yourself and say so in a waiver."
        case .shortBackup: "Raise database.backupRetention to 7 or more."
        case .singleZone: "Turn database.multiAZ on, or give the cache a replica."
        case .singleReplica: "Raise minReplicas or compute.minInstances to 2."
        case .plainTraffic: "Give the platform a domain (phase 3), or end TLS in front of it."
        case .movingImage: "Name a version or a digest."
        case .forbiddenRegion: "Move it, or add the region to policy.regions."
        case .overBudget: "Make it smaller, or raise monthlyBudget."
        case .waiverExpired: "Mend what it lets be, or look again and give it a new day."
        case .waiverUnused: "Remove it."
        }
    }
}
