/// What the name of a machine's type says: `c7g.2xlarge`, `db.m7g.large`, `cache.t4g.small`.
public enum MachineSize {
    /// Its vCPUs; nil when the name says nothing of them.
    ///
    /// Source: AWS, "Amazon EC2 instance types", "DB instance class types" and "Supported node types" (read November 2026): two
    /// up to `large` but for the `medium` of families that aren't burstable and the smallest of t2, then four a time `xlarge`.
    public static func cores(_ type: String) -> Int? {
        let parts = type.split(separator: ".").map(String.init)
        guard parts.count >= 2 else { return nil }
        let (family, size) = (parts[parts.count - 2], parts[parts.count - 1])
        switch size {
        case "nano", "micro", "small": return family == "t2" ? 1 : 2
        case "medium": return family.hasPrefix("t") ? 2 : 1
        case "large": return 2
        case "xlarge": return 4
        default:
            guard size.hasSuffix("xlarge"), let times = Int(size.dropLast("xlarge".count)) else { return nil }
            return 4 * times
        }
    }

    /// Its memory in MiB; nil when the name says nothing of it. Families have four GiB for each vCPU but for those for computing,
    /// which have two, and those for memory, which have eight.
    public static func memory(_ type: String) -> Int? {
        let parts = type.split(separator: ".").map(String.init)
        guard parts.count >= 2, let cores = cores(type) else { return nil }
        let family = parts[parts.count - 2]
        let small = ["nano": 512, "micro": 1024, "small": 2048, "medium": 4096][parts[parts.count - 1]]
        if family.hasPrefix("t"), let small { return small }
        let each = family.hasPrefix("c") ? 2 : family.hasPrefix("r") || family.hasPrefix("x") ? 8 : 4
        return cores * each * 1024
    }
}
