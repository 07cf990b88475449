import CloudCalls
import Values

/// Subnet groups of caches.
enum CacheSubnetGroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateCacheSubnetGroup": create, "DescribeCacheSubnetGroups": describe, "ModifyCacheSubnetGroup": modify,
        "DeleteCacheSubnetGroup": delete,
    ]

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("CacheSubnetGroupName").lowercased()
        guard let group = cloud.object(ElastiCache.subnetGroup, call.region, name) else {
            throw AWSError("CacheSubnetGroupNotFoundFault", "Cache Subnet Group \(name) does not exist.")
        }
        return group
    }

    private static func subnets(_ call: Call, _ cloud: Cloud) throws(AWSError) -> (vpc: Value, list: Value) {
        let ids = call.input["SubnetIds"]?.texts ?? []
        var vpcs: Set<Value> = []
        var list: [Value] = []
        for id in ids {
            guard let subnet = cloud.object(EC2Type.subnet.type, call.region, id) else {
                throw AWSError("InvalidSubnet", "The subnet ID '\(id)' does not exist.")
            }
            vpcs.insert(subnet.attributes["VpcId"] ?? .null)
            list.append([
                "SubnetIdentifier": .string(id), "SupportedNetworkTypes": ["ipv4"],
                "SubnetAvailabilityZone": ["Name": subnet.attributes["AvailabilityZone"] ?? .null],
            ])
        }
        guard let vpc = vpcs.first, vpcs.count == 1 else {
            throw AWSError("InvalidSubnet", "The subnets must be at least one and lie in the same VPC.")
        }
        return (vpc, .list(list))
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("CacheSubnetGroupName").lowercased()
        guard cloud.object(ElastiCache.subnetGroup, call.region, name) == nil else {
            throw AWSError("CacheSubnetGroupAlreadyExists", "Cache subnet group \(name) already exists.")
        }
        let (vpc, list) = try subnets(call, cloud)
        let attributes: Value = [
            "CacheSubnetGroupName": .string(name), "VpcId": vpc, "Subnets": list,
            "CacheSubnetGroupDescription": .string(try call.required("CacheSubnetGroupDescription")),
            "ARN": .string("arn:aws:elasticache:\(call.region):\(cloud.account):subnetgroup:\(name)"),
        ]
        cloud.insert(
            CloudObject(
                CloudObject.Key(ElastiCache.subnetGroup, call.region, name), attributes: attributes,
                tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return ["CacheSubnetGroup": attributes]
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        if call.input["CacheSubnetGroupName"] != nil {
            return ["CacheSubnetGroups": [try find(call, cloud).attributes]]
        }
        return call.page(
            cloud.all(ElastiCache.subnetGroup, call.region).map(\.attributes), items: "CacheSubnetGroups",
            size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        var attributes = group.attributes
        if let wanted = call.input["SubnetIds"]?.texts {
            let (vpc, list) = try subnets(call, cloud)
            guard vpc == attributes["VpcId"] else {
                throw AWSError("InvalidSubnet", "The new subnets lie in another VPC.")
            }
            let used = Set(
                ReplicationGroups.users(of: group, "subnetGroup", cloud).flatMap {
                    $0.hidden["members"]?.elements ?? []
                }.compactMap { $0.text("Subnet") })
            if let lost = used.subtracting(wanted).min() {
                throw AWSError("SubnetInUse", "The subnet ID \(lost) is in use by a cache cluster.")
            }
            attributes["Subnets"] = list
        }
        if let text = call.input["CacheSubnetGroupDescription"] { attributes["CacheSubnetGroupDescription"] = text }
        cloud.update(group.key) { $0.attributes = attributes }
        return ["CacheSubnetGroup": attributes]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        guard ReplicationGroups.users(of: group, "subnetGroup", cloud).isEmpty else {
            throw AWSError(
                "CacheSubnetGroupInUse", "Cache subnet group \(group.id) is currently in use by a cache cluster.")
        }
        cloud.remove(group.key)
        return [:]
    }
}
