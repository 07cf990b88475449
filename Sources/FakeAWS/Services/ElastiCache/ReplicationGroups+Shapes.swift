import CloudCalls
import Values

extension ReplicationGroups {
    /// A replication group as AWS describes it; the node group appears when it is there to be used.
    static func shown(_ group: CloudObject) -> Value {
        let settings = group.hidden["settings"] ?? [:]
        let members = group.hidden["members"]?.elements ?? []
        var value = group.attributes
        for member in [
            "CacheNodeType", "AtRestEncryptionEnabled", "TransitEncryptionEnabled", "TransitEncryptionMode", "KmsKeyId",
            "SnapshotRetentionLimit", "SnapshotWindow", "AutoMinorVersionUpgrade", "Engine",
        ] { value[member] = settings[member] }
        value["Status"] = .string(group.status)
        value["MemberClusters"] = .list(members.compactMap { $0["Name"] })
        value["AutomaticFailover"] = word(settings["AutomaticFailoverEnabled"])
        value["MultiAZ"] = word(settings["MultiAZEnabled"])
        value["ClusterEnabled"] = false
        value["ClusterMode"] = "disabled"
        value["NetworkType"] = "ipv4"
        value["AuthTokenEnabled"] = .bool(group.hidden["password"]?.isNull == false)
        value["PendingModifiedValues"] = [:]
        guard !["creating", "create-failed"].contains(group.status) else { return value }
        let port = settings["Port"] ?? 6379
        value["NodeGroups"] = [
            [
                "NodeGroupId": "0001", "Status": .string(group.status),
                "PrimaryEndpoint": ["Address": .string(host("master", group)), "Port": port],
                "ReaderEndpoint": ["Address": .string(host("replica", group)), "Port": port],
                "NodeGroupMembers": .list(
                    members.enumerated().map { index, member in
                        [
                            "CacheClusterId": member["Name"] ?? .null, "CacheNodeId": "0001",
                            "CurrentRole": index == 0 ? "primary" : "replica",
                            "PreferredAvailabilityZone": member["Zone"] ?? .null,
                        ]
                    }),
            ]
        ]
        return value
    }

    private static func word(_ flag: Value?) -> Value { flag?.flag == true ? "enabled" : "disabled" }

    /// For example `master.shop-cache.c1a2b3.aps1.cache.amazonaws.com`.
    private static func host(_ role: String, _ group: CloudObject) -> String {
        let parts = group.region.components("-")
        let short = parts.map { $0.prefix($0 == parts.first ? 2 : 1) }.joined()
        let isEncrypted = group.hidden["settings"]?["TransitEncryptionEnabled"]?.flag == true
        let suffix = "\(group.hidden.text("domain") ?? "").\(short).cache.amazonaws.com"
        if isEncrypted { return "\(role).\(group.id).\(suffix)" }
        return role == "master" ? "\(group.id).\(suffix)" : "\(group.id)-ro.\(suffix)"
    }

    /// The member clusters as `DescribeCacheClusters` gives them.
    static func clusters(_ group: CloudObject) -> [Value] {
        let settings = group.hidden["settings"] ?? [:]
        return (group.hidden["members"]?.elements ?? []).map { member in
            var value: Value = [
                "CacheClusterId": member["Name"] ?? .null, "CacheClusterStatus": .string(group.status),
                "ReplicationGroupId": .string(group.id), "NumCacheNodes": 1,
                "PreferredAvailabilityZone": member["Zone"] ?? .null,
                "CacheSubnetGroupName": group.hidden["subnetGroup"] ?? .null,
                "CacheParameterGroup": [
                    "CacheParameterGroupName": group.hidden["parameterGroup"] ?? .null,
                    "ParameterApplyStatus": "in-sync", "CacheNodeIdsToReboot": [],
                ],
                "SecurityGroups": .list(
                    (settings["SecurityGroupIds"]?.texts ?? []).map {
                        ["SecurityGroupId": .string($0), "Status": "active"]
                    }),
            ]
            for name in ["CacheNodeType", "Engine", "EngineVersion", "PreferredMaintenanceWindow"] {
                value[name] = settings[name]
            }
            return value
        }
    }

    /// Gives the group as many members, each with an interface in one of the subnets by turns.
    static func setMembers(_ count: Int, of key: CloudObject.Key, _ cloud: inout Cloud) {
        guard let group = cloud.objects[key] else { return }
        var members = group.hidden["members"]?.elements ?? []
        var made = group.hidden.number("made") ?? 0
        while members.count > count {
            // Its interface lingers for minutes after the node is gone.
            guard let interface = members.removeLast().text("Interface") else { continue }
            cloud.removeInterface(interface, region: key.region, after: .seconds(60))
        }
        let name = group.hidden.text("subnetGroup") ?? ""
        let subnets = cloud.object(ElastiCache.subnetGroup, key.region, name)?.attributes["Subnets"]?.elements ?? []
        let groups = group.hidden["settings"]?["SecurityGroupIds"]?.texts ?? []
        while members.count < count {
            made += 1
            let digits = String(made)
            let member = "\(key.id)-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
            var entry: Value = ["Name": .string(member)]
            if !subnets.isEmpty, let subnet = subnets[(made - 1) % subnets.count].text("SubnetIdentifier") {
                entry["Subnet"] = .string(subnet)
                entry["Zone"] = subnets[(made - 1) % subnets.count]["SubnetAvailabilityZone"]?["Name"]
                entry["Interface"] = .string(
                    cloud.addInterface(
                        region: key.region, subnet: subnet, description: "ElastiCache \(member)", groups: groups,
                        requester: "amazon-elasticache"))
            }
            members.append(entry)
        }
        let domain = "c" + String(cloud.steadyNumber("\(key.region)/\(key.id)", below: 16_777_216), radix: 16)
        cloud.update(key) {
            $0.hidden["members"] = .list(members)
            $0.hidden["made"] = .int(made)
            $0.hidden["domain"] = .string(domain)
        }
    }
}
