import Resources

/// The machine types that advice chooses from.
///
/// AWS, "Amazon EC2 instance types", "DB instance class types" and "Supported node types" (read November 2026).
enum MachineTypes {
    /// Instances of phase 0 and 1, the smallest first. A monolith gains nothing from more than eight vCPUs: its lock
    /// and its pool are one (the assumption behind phase 1's end).
    static let instances = ["t4g.medium", "t4g.large", "t4g.xlarge", "t4g.2xlarge"]
    static let nodes = ["m7g.large", "m7g.xlarge", "m7g.2xlarge", "m7g.4xlarge"]
    static let databases = [
        "db.t4g.medium", "db.t4g.large", "db.m7g.large", "db.m7g.xlarge", "db.m7g.2xlarge", "db.m7g.4xlarge",
        "db.m7g.8xlarge", "db.m7g.12xlarge", "db.m7g.16xlarge",
    ]
    static let caches = ["cache.t4g.small", "cache.t4g.medium", "cache.m7g.large", "cache.m7g.xlarge"]

    /// Operations a second that a cache node answers: a thread each, so the smaller of what a core and what its
    /// network gives (assumed 40,000 a vCPU).
    static func cacheRate(_ type: String) -> Double { Double(MachineSize.cores(type) ?? 2) * 40_000 }
}
