import Values

/// The one form in which a cluster's settings are compared: defaults filled in, sets sorted, what EKS adds left out.
enum ClusterForm {
    private static let logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
    static let endpointMembers = ["endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs"]
    static let placeMembers = ["subnetIds", "securityGroupIds"]

    static func network(_ config: Value) -> Value {
        let isPublic = config["endpointPublicAccess"]?.flag ?? true
        var form: Value = [
            "subnetIds": sorted(config["subnetIds"]), "securityGroupIds": sorted(config["securityGroupIds"]),
            "endpointPublicAccess": .bool(isPublic),
            "endpointPrivateAccess": config["endpointPrivateAccess"] ?? false,
        ]
        if isPublic { form["publicAccessCidrs"] = sorted(config["publicAccessCidrs"] ?? ["0.0.0.0/0"]) }
        return form
    }

    private static func sorted(_ list: Value?) -> Value { .strings((list?.texts ?? []).sorted()) }

    /// Only the types that are on.
    static func logging(_ setting: Value) -> Value {
        let enabled = Set(
            (setting["clusterLogging"]?.elements ?? []).filter { $0["enabled"]?.flag == true }
                .flatMap { $0["types"]?.texts ?? [] })
        return ["clusterLogging": [["types": .strings(logTypes.filter(enabled.contains)), "enabled": true]]]
    }

    /// The input that turns exactly the wanted types on.
    static func loggingInput(_ form: Value) -> Value {
        let enabled = form["clusterLogging"]?.elements.first?["types"]?.texts ?? []
        let parts = [(enabled, true), (logTypes.filter { !enabled.contains($0) }, false)]
        return [
            "clusterLogging": .list(
                parts.filter { !$0.0.isEmpty }.map { ["types": .strings($0.0), "enabled": .bool($0.1)] })
        ]
    }

    static func addresses(_ config: Value) -> Value {
        EC2Kind.members(["serviceIpv4Cidr", "ipFamily"], of: (["ipFamily": "ipv4"] as Value).merging(config))
    }

    /// The next minor version on the way to the wanted one: EKS takes one step at a time.
    static func nextVersion(from present: String, to wanted: String) -> String {
        let parts = present.split(separator: ".").compactMap { Int($0) }
        let goal = wanted.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 2, goal.count == 2, parts[0] == goal[0], parts[1] + 1 < goal[1] else { return wanted }
        return "\(parts[0]).\(parts[1] + 1)"
    }
}
