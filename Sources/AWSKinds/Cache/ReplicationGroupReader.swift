import CloudCalls
import Providers
import Resources
import Values

/// Reads replication groups, what only their member clusters tell, and their tags.
struct ReplicationGroupReader {
    let scope: ListScope
    let cloud: CloudAccess

    func groups() async throws(AWSError) -> [Found] {
        var input: Value = [:]
        if case .one(let target) = scope {
            let name = target.properties.text("ReplicationGroupId") ?? target.physicalID
            input["ReplicationGroupId"] = .string(name.lowercased())
        }
        let groups = try await cloud.pages(
            "elasticache", "DescribeReplicationGroups", scope.region, input, items: "ReplicationGroups",
            marker: "Marker", next: "Marker")
        guard !groups.isEmpty else { return [] }
        let clusters = try await clusters(of: groups)
        let things = try await TaggedThings(scope, cloud)
        var found: [Found] = []
        for group in groups {
            guard let tags = try await tags(of: group, things) else { continue }
            if case .platform(let platform, _) = scope, tags[IdentityTags.platform] != platform { continue }
            let cluster = group["MemberClusters"]?.texts.first.flatMap { clusters[$0] }
            found.append(Self.found(group, cluster ?? [:], tags))
        }
        return found
    }

    // MARK: Members

    private func clusters(of groups: [Value]) async throws(AWSError) -> [String: Value] {
        var input: Value = [:]
        if case .one = scope {
            guard let first = groups.first?["MemberClusters"]?.elements.first else { return [:] }
            input["CacheClusterId"] = first
        }
        do throws(AWSError) {
            let clusters = try await cloud.pages(
                "elasticache", "DescribeCacheClusters", scope.region, input, items: "CacheClusters",
                marker: "Marker", next: "Marker")
            return Dictionary(clusters.map { ($0.text("CacheClusterId") ?? "", $0) }) { first, _ in first }
        } catch {
            // A member comes later than its group, and goes earlier.
            guard error.code.hasPrefix("CacheClusterNotFound") else { throw error }
            return [:]
        }
    }

    // MARK: Tags

    /// The tags of a group; nil when it has gone or nobody can tell whose it is.
    ///
    /// AWS refuses to tell them while the group isn't available (API reference, `ListTagsForResource`). Then the
    /// tagging API may know them. When it doesn't, a group of the name that one target means counts as that
    /// target's: nothing can be done to it before it is available, and by then its tags can be read.
    private func tags(of group: Value, _ things: TaggedThings) async throws(AWSError) -> [String: String]? {
        let arn = group["ARN"] ?? .null
        if let tags = things.tags(arn.text ?? "") { return tags }
        do throws(AWSError) {
            let output = try await cloud.read(
                "elasticache", "ListTagsForResource", scope.region, ["ResourceName": arn])
            return IdentityTags.parse(output["TagList"])
        } catch {
            if error.code.hasPrefix("ReplicationGroupNotFound") { return nil }
            guard error.code.hasPrefix("InvalidReplicationGroupState") else { throw error }
        }
        let output = try await cloud.read(
            "resourcegroupstaggingapi", "GetResources", scope.region, ["ResourceARNList": [arn]])
        let mapping = output["ResourceTagMappingList"]?.elements.first { $0["ResourceARN"] == arn }
        if let mapping { return IdentityTags.parse(mapping["Tags"]) }
        guard case .one(let target) = scope else { return nil }
        return Dictionary(IdentityTags.tags(for: target).map { ($0.key, $0.value) }) { $1 }
    }

    // MARK: Shape

    private static func found(_ group: Value, _ cluster: Value, _ tags: [String: String]) -> Found {
        var properties = EC2Kind.members(
            [
                "ReplicationGroupId", "CacheNodeType", "AtRestEncryptionEnabled", "TransitEncryptionEnabled",
                "TransitEncryptionMode", "KmsKeyId", "SnapshotRetentionLimit", "SnapshotWindow",
                "AutoMinorVersionUpgrade", "Engine",
            ], of: group)
        properties["ReplicationGroupDescription"] = group["Description"]
        properties["NumCacheClusters"] = .int(group["MemberClusters"]?.elements.count ?? 0)
        properties["AutomaticFailoverEnabled"] = .bool(isOn(group.text("AutomaticFailover")))
        properties["MultiAZEnabled"] = .bool(isOn(group.text("MultiAZ")))
        for name in ["EngineVersion", "CacheSubnetGroupName", "PreferredMaintenanceWindow"] {
            properties[name] = cluster[name]
        }
        properties["Engine"] = properties["Engine"] ?? cluster["Engine"]
        properties["CacheParameterGroupName"] = cluster["CacheParameterGroup"]?["CacheParameterGroupName"]
        properties["SecurityGroupIds"] = .strings(
            (cluster["SecurityGroups"]?.elements ?? []).compactMap { $0.text("SecurityGroupId") })
        let node = group["NodeGroups"]?.elements.first
        properties["Port"] = node?["PrimaryEndpoint"]?["Port"]
        var attributes: Value = [
            "ReplicationGroupId": group["ReplicationGroupId"] ?? .null, "Arn": group["ARN"] ?? .null,
        ]
        for (name, member) in [("PrimaryEndPoint", "PrimaryEndpoint"), ("ReaderEndPoint", "ReaderEndpoint")] {
            guard let endpoint = node?[member] else { continue }
            attributes["\(name).Address"] = endpoint["Address"]
            attributes["\(name).Port"] = endpoint["Port"]
        }
        return Found(
            physicalID: group.text("ReplicationGroupId") ?? "", status: status(group), properties: properties,
            attributes: attributes, tags: tags)
    }

    private static func isOn(_ word: String?) -> Bool { word == "enabled" || word == "enabling" }

    private static func status(_ group: Value) -> ResourceObservation.Status {
        let word = group.text("Status") ?? "unknown"
        switch word {
        case "available":
            let pending = group["PendingModifiedValues"]?.members.filter { !$0.value.isNull }.map(\.name) ?? []
            return pending.isEmpty
                ? .ready : .pending("AWS is about to change \(pending.sorted().joined(separator: ", "))")
        case "deleting": return .deleting
        case "create-failed": return .failed("AWS says that it is \(word).")
        default: return .pending("AWS says that it is \(word)")
        }
    }
}
