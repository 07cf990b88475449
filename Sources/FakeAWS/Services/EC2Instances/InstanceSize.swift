import Values

/// What an instance type or a database class has.
///
/// Source: AWS, "Amazon EC2 instance types" and "Amazon RDS DB instance classes": sizes double from xlarge on, and families
/// differ in memory for each vCPU.
struct InstanceSize {
    let cores: Int
    /// In MiB.
    let memory: Int

    init(_ type: String) {
        let parts = type.components(".")
        let (family, size) = (parts.count > 1 ? parts[parts.count - 2] : "", parts.last ?? "")
        let isBurstable = family.hasPrefix("t")
        cores = Self.cores(size, isBurstable: isBurstable)
        if isBurstable, let gibibytes = ["nano": 512, "micro": 1024, "small": 2048, "medium": 4096][size] {
            memory = gibibytes
        } else {
            let each = family.hasPrefix("c") ? 2 : family.hasPrefix("r") || family.hasPrefix("x") ? 8 : 4
            memory = cores * each * 1024
        }
    }

    private static func cores(_ size: String, isBurstable: Bool) -> Int {
        switch size {
        // The smallest Graviton instance of the m and c families has one.
        case "medium": isBurstable ? 2 : 1
        case "xlarge": 4
        case let size where size.hasSuffix("xlarge"): (Int(size.dropLast(6)) ?? 1) * 4
        default: 2
        }
    }

    /// How many pods the network plug-in gives addresses to (EKS user guide, "Choose an optimal Amazon EC2 node instance type").
    var podLimit: Int { cores <= 1 ? 8 : cores == 2 ? 29 : cores <= 8 ? 58 : 110 }
}
