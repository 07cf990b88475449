import CloudCalls
import Values

/// The Kubernetes versions that EKS offers (endoflife.date, Amazon EKS, August 2026).
enum ClusterVersions {
    static let operations: [String: ServiceDefinition.Handler] = ["DescribeClusterVersions": describe]

    static let standard = "1.36"
    private static let versions: [(version: String, support: String, standardEnd: String, extendedEnd: String)] = [
        ("1.36", "STANDARD_SUPPORT", "2027-08-02", "2028-08-02"),
        ("1.35", "STANDARD_SUPPORT", "2027-03-27", "2028-03-27"),
        ("1.34", "STANDARD_SUPPORT", "2026-12-02", "2027-12-02"),
        ("1.33", "EXTENDED_SUPPORT", "2026-07-29", "2027-07-29"),
        ("1.32", "EXTENDED_SUPPORT", "2026-03-23", "2027-03-23"),
    ]

    static func isSupported(_ version: String) -> Bool { versions.contains { $0.version == version } }

    /// The minor number of a version such as `1.36`.
    static func minor(_ version: String) -> Int { Int(version.components(".").last ?? "") ?? 0 }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let wanted = call.input["clusterVersions"]?.texts ?? []
        let status = call.input.text("versionStatus")
        let shown = versions.compactMap { version, support, standardEnd, extendedEnd -> Value? in
            guard wanted.isEmpty || wanted.contains(version), status == nil || status == support else { return nil }
            let isStandard = version == standard
            if call.input["defaultOnly"]?.flag == true, !isStandard { return nil }
            return [
                "clusterVersion": .string(version), "clusterType": "eks", "defaultPlatformVersion": "eks.1",
                "defaultVersion": .bool(isStandard), "versionStatus": .string(support),
                "endOfStandardSupportDate": .string(standardEnd + "T00:00:00Z"),
                "endOfExtendedSupportDate": .string(extendedEnd + "T00:00:00Z"),
            ]
        }
        return EKS.page(shown, items: "clusterVersions", call)
    }
}
