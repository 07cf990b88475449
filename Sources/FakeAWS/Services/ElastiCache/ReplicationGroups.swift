import CloudCalls
import Values

/// Replication groups with cluster mode off: one node group of a primary node and up to five replicas.
///
/// Source: ElastiCache API reference, `CreateReplicationGroup` and its kin.
enum ReplicationGroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateReplicationGroup": create, "DescribeReplicationGroups": describe,
        "DescribeCacheClusters": describeMembers, "ModifyReplicationGroup": modify,
        "IncreaseReplicaCount": increaseReplicas, "DecreaseReplicaCount": decreaseReplicas,
        "DeleteReplicationGroup": delete, "TestFailover": testFailover,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "elasticache.available": { cloud, event in
            guard let group = cloud.objects[event.key], group.status == "creating" else { return }
            cloud.update(event.key) { $0.status = "available" }
        },
        "elasticache.changed": changed, "elasticache.failedOver": failedOver,
        "elasticache.deleted": deleted,
    ]

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("ReplicationGroupId").lowercased()
        guard let group = cloud.object(ElastiCache.replicationGroup, call.region, name) else {
            throw AWSError("ReplicationGroupNotFoundFault", "ReplicationGroup \(name) not found.")
        }
        return group
    }

    /// The replication groups that a subnet or parameter group is used by.
    static func users(of group: CloudObject, _ member: String, _ cloud: Cloud) -> [CloudObject] {
        cloud.allEvenHidden(ElastiCache.replicationGroup, group.region).filter { $0.hidden.text(member) == group.id }
    }

    // MARK: Create

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("ReplicationGroupId").lowercased()
        let description = try call.required("ReplicationGroupDescription")
        try checkName(name)
        guard cloud.object(ElastiCache.replicationGroup, call.region, name) == nil else {
            throw AWSError("ReplicationGroupAlreadyExists", "Replication group \(name) already exists.")
        }
        let engine = call.input.text("Engine") ?? "redis"
        let version = try CacheEngine.version(engine, call.input.text("EngineVersion"))
        let count = call.input.number("NumCacheClusters") ?? 1
        var settings = defaults(engine)
        for member in CacheSettings.creatable { if let value = call.input[member] { settings[member] = value } }
        settings["Engine"] = .string(engine)
        settings["EngineVersion"] = .string(version)
        settings["CacheParameterGroupName"] = .string(
            call.input.text("CacheParameterGroupName")?.lowercased() ?? CacheEngine.standardGroup(engine, version))
        if settings["TransitEncryptionEnabled"]?.flag == true, settings["TransitEncryptionMode"] == nil {
            settings["TransitEncryptionMode"] = "required"
        }
        try CacheSettings.check(settings, members: count, call, cloud)
        let subnetGroup = call.input.text("CacheSubnetGroupName")?.lowercased() ?? "default"
        let key = CloudObject.Key(ElastiCache.replicationGroup, call.region, name)
        cloud.insert(
            CloudObject(
                key, status: "creating",
                attributes: [
                    "ReplicationGroupId": .string(name), "Description": .string(description),
                    "ARN": .string("arn:aws:elasticache:\(call.region):\(cloud.account):replicationgroup:\(name)"),
                    "ReplicationGroupCreateTime": .string(call.now.timestamp),
                ],
                hidden: [
                    "settings": settings, "subnetGroup": .string(subnetGroup), "members": [], "made": 0,
                    "parameterGroup": settings["CacheParameterGroupName"] ?? .null,
                    "password": call.input["AuthToken"] ?? .null,
                ], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        setMembers(count, of: key, &cloud)
        cloud.schedule("elasticache.available", after: .minutes(8), on: key)
        return ["ReplicationGroup": cloud.objects[key].map(shown) ?? [:]]
    }

    private static func defaults(_ engine: String) -> Value {
        [
            "CacheNodeType": "cache.t4g.micro", "AutomaticFailoverEnabled": false, "MultiAZEnabled": false,
            "AtRestEncryptionEnabled": .bool(engine == "valkey"), "TransitEncryptionEnabled": false, "Port": 6379,
            "SnapshotRetentionLimit": 0, "AutoMinorVersionUpgrade": true, "SecurityGroupIds": [],
        ]
    }

    /// 1 to 40 letters, digits and hyphens; a letter first, no hyphen last and no two in a row.
    private static func checkName(_ name: String) throws(AWSError) {
        let isWord = name.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
        }
        guard (1...40).contains(name.count), isWord, name.first?.isLetter == true, name.last != "-",
            !name.components("-").contains("")
        else {
            throw AWSError("InvalidParameterValue", "The parameter ReplicationGroupId is not a valid identifier.")
        }
    }

    // MARK: Describe

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        if call.input["ReplicationGroupId"] != nil { return ["ReplicationGroups": [shown(try find(call, cloud))]] }
        return call.page(
            cloud.all(ElastiCache.replicationGroup, call.region).map(shown), items: "ReplicationGroups",
            size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    @Sendable private static func describeMembers(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let all = cloud.all(ElastiCache.replicationGroup, call.region).flatMap(clusters)
        guard let name = call.input.text("CacheClusterId")?.lowercased() else {
            return call.page(all, items: "CacheClusters", size: "MaxRecords", marker: "Marker", next: "Marker")
        }
        guard let cluster = all.first(where: { $0.text("CacheClusterId") == name }) else {
            throw AWSError("CacheClusterNotFound", "CacheCluster not found: \(name)")
        }
        return ["CacheClusters": [cluster]]
    }

    // MARK: Delete

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        guard ["available", "create-failed"].contains(group.status) else {
            throw AWSError(
                "InvalidReplicationGroupState", "Replication group \(group.id) is not in a state to be deleted.")
        }
        cloud.update(group.key) { $0.status = "deleting" }
        cloud.schedule("elasticache.deleted", after: .seconds(320), on: group.key)
        return ["ReplicationGroup": cloud.objects[group.key].map(shown) ?? [:]]
    }

    private static func deleted(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        setMembers(0, of: event.key, &cloud)
        cloud.remove(event.key)
    }
}
