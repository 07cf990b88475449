import CloudCalls
import Values

/// Parameter groups of caches; only what a user has set is kept.
enum CacheParameterGroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateCacheParameterGroup": create, "DescribeCacheParameterGroups": describe,
        "ModifyCacheParameterGroup": modify, "ResetCacheParameterGroup": reset, "DescribeCacheParameters": parameters,
        "DeleteCacheParameterGroup": delete,
    ]

    private static let families: Set<String> = [
        "memcached1.6", "redis6.x", "redis7", "valkey7", "valkey8", "valkey9",
    ]

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("CacheParameterGroupName").lowercased()
        guard let group = cloud.object(ElastiCache.parameterGroup, call.region, name) else {
            throw AWSError("CacheParameterGroupNotFound", "CacheParameterGroup \(name) not found.")
        }
        return group
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("CacheParameterGroupName").lowercased()
        let family = try call.required("CacheParameterGroupFamily")
        guard families.contains(family) else {
            throw AWSError("InvalidParameterValue", "CacheParameterGroupFamily \(family) is not a valid family.")
        }
        guard cloud.object(ElastiCache.parameterGroup, call.region, name) == nil else {
            throw AWSError("CacheParameterGroupAlreadyExists", "Cache parameter group \(name) already exists")
        }
        let attributes: Value = [
            "CacheParameterGroupName": .string(name), "CacheParameterGroupFamily": .string(family),
            "Description": .string(try call.required("Description")), "IsGlobal": false,
            "ARN": .string("arn:aws:elasticache:\(call.region):\(cloud.account):parametergroup:\(name)"),
        ]
        cloud.insert(
            CloudObject(
                CloudObject.Key(ElastiCache.parameterGroup, call.region, name), attributes: attributes,
                hidden: ["parameters": [:]], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return ["CacheParameterGroup": attributes]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        if call.input["CacheParameterGroupName"] != nil {
            return ["CacheParameterGroups": [try find(call, cloud).attributes]]
        }
        return call.page(
            cloud.all(ElastiCache.parameterGroup, call.region).map(\.attributes), items: "CacheParameterGroups",
            size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    private static func named(_ call: Call) throws(AWSError) -> [Value] {
        let changes = call.input["ParameterNameValues"]?.elements ?? []
        guard (1...20).contains(changes.count) else {
            throw AWSError("InvalidParameterValue", "A request must name 1 to 20 parameters.")
        }
        return changes
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        let changes = try named(call)
        cloud.update(group.key) {
            var parameters = $0.hidden["parameters"] ?? [:]
            for change in changes { parameters[change.text("ParameterName") ?? ""] = change["ParameterValue"] }
            $0.hidden["parameters"] = parameters
        }
        return ["CacheParameterGroupName": .string(group.id)]
    }

    @Sendable private static func reset(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        let names = call.input["ResetAllParameters"]?.flag == true ? nil : try named(call)
        cloud.update(group.key) {
            var parameters = names == nil ? [:] : $0.hidden["parameters"] ?? [:]
            for change in names ?? [] { parameters[change.text("ParameterName") ?? ""] = nil }
            $0.hidden["parameters"] = parameters
        }
        return ["CacheParameterGroupName": .string(group.id)]
    }

    @Sendable private static func parameters(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        let all = (group.hidden["parameters"]?.members ?? Members()).map { pair -> Value in
            [
                "ParameterName": .string(pair.name), "ParameterValue": pair.value, "Source": "user",
                "ChangeType": "immediate", "IsModifiable": true,
            ]
        }
        return call.page(all, items: "Parameters", size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        guard ReplicationGroups.users(of: group, "parameterGroup", cloud).isEmpty else {
            throw AWSError(
                "InvalidCacheParameterGroupState",
                "One or more cache clusters are still members of this parameter group \(group.id).")
        }
        cloud.remove(group.key)
        return [:]
    }
}
