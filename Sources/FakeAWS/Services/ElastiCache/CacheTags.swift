import CloudCalls
import Values

/// The tags of every ElastiCache type, by ARN.
///
/// A replication group's can be read and changed only while it is available, and a change makes it `modifying` for
/// a while (ElastiCache API reference, `ListTagsForResource`; terraform-provider-aws issue 30444, pull request 40320).
enum CacheTags {
    static let operations: [String: ServiceDefinition.Handler] = [
        "ListTagsForResource": list, "AddTagsToResource": add, "RemoveTagsFromResource": remove,
    ]

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let arn = try call.required("ResourceName")
        let types = [
            "replicationgroup": (ElastiCache.replicationGroup, "ReplicationGroupNotFoundFault"),
            "subnetgroup": (ElastiCache.subnetGroup, "CacheSubnetGroupNotFoundFault"),
            "parametergroup": (ElastiCache.parameterGroup, "CacheParameterGroupNotFound"),
        ]
        let parts = arn.components(":")
        guard parts.count == 7, let (type, code) = types[parts[5]] else {
            throw AWSError("InvalidARN", "'\(arn)' is not a valid ARN.")
        }
        guard let object = cloud.object(type, call.region, parts[6]) else {
            throw AWSError(code, "\(parts[6]) is either not present or not available.")
        }
        guard object.status.isEmpty || object.status == "available" else {
            throw AWSError(
                "InvalidReplicationGroupState", "Cluster not in available state to perform tagging operations.")
        }
        return object
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["TagList": try find(call, cloud).tagList]
    }

    @Sendable private static func add(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let object = try find(call, cloud)
        let tags = object.tags.merging(Call.tags(call.input["Tags"])) { $1 }
        guard tags.count <= 50 else {
            throw AWSError("TagQuotaPerResourceExceeded", "A resource can have at most 50 tags.")
        }
        return write(tags, object, &cloud)
    }

    @Sendable private static func remove(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let object = try find(call, cloud)
        var tags = object.tags
        for key in call.input["TagKeys"]?.texts ?? [] {
            guard tags.removeValue(forKey: key) != nil else {
                throw AWSError("TagNotFound", "Tag \(key) was not found.")
            }
        }
        return write(tags, object, &cloud)
    }

    private static func write(_ tags: [String: String], _ object: CloudObject, _ cloud: inout Cloud) -> Value {
        cloud.update(object.key) { $0.tags = tags }
        if object.key.type == ElastiCache.replicationGroup {
            ReplicationGroups.beginChange([:], of: object, for: .seconds(20), &cloud)
        }
        return ["TagList": cloud.objects[object.key]?.tagList ?? []]
    }
}
