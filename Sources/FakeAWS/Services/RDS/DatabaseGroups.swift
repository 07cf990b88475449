import CloudCalls
import Values

/// Subnet and parameter groups of databases, and the tags of every RDS type.
enum DatabaseGroups {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateDBSubnetGroup": createSubnetGroup, "DescribeDBSubnetGroups": describeSubnetGroups,
        "ModifyDBSubnetGroup": modifySubnetGroup, "DeleteDBSubnetGroup": deleteSubnetGroup,
        "CreateDBParameterGroup": createParameterGroup, "DescribeDBParameterGroups": describeParameterGroups,
        "ModifyDBParameterGroup": modifyParameterGroup, "ResetDBParameterGroup": resetParameterGroup,
        "DescribeDBParameters": describeParameters,
        "DeleteDBParameterGroup": deleteParameterGroup, "ListTagsForResource": listTags,
        "AddTagsToResource": addTags, "RemoveTagsFromResource": removeTags,
    ]

    private static func users(_ member: String, _ name: String, _ call: Call, _ cloud: Cloud) -> Bool {
        cloud.allEvenHidden(RDS.instance, call.region).contains { $0.hidden.text(member) == name }
    }

    private static func subnets(_ call: Call, _ cloud: Cloud) throws(AWSError) -> (vpc: Value, list: Value) {
        var vpc: Value = .null
        var zones: Set<String> = []
        var list: [Value] = []
        for id in call.input["SubnetIds"]?.texts ?? [] {
            guard let subnet = cloud.object(EC2Type.subnet.type, call.region, id) else {
                throw AWSError("InvalidSubnet", "Some input subnets in :[\(id)] are invalid.")
            }
            let zone = subnet.attributes.text("AvailabilityZone") ?? ""
            zones.insert(zone)
            vpc = subnet.attributes["VpcId"] ?? .null
            list.append([
                "SubnetIdentifier": .string(id), "SubnetStatus": "Active",
                "SubnetAvailabilityZone": ["Name": .string(zone)],
            ])
        }
        guard zones.count >= 2 else {
            throw AWSError(
                "DBSubnetGroupDoesNotCoverEnoughAZs", "The DB subnet group doesn't meet Availability Zone coverage.")
        }
        return (vpc, .list(list))
    }

    @Sendable private static func createSubnetGroup(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("DBSubnetGroupName").lowercased()
        guard cloud.object(RDS.subnetGroup, call.region, name) == nil else {
            throw AWSError("DBSubnetGroupAlreadyExists", "The DB subnet group '\(name)' already exists.")
        }
        let (vpc, list) = try subnets(call, cloud)
        let attributes: Value = [
            "DBSubnetGroupName": .string(name), "VpcId": vpc, "SubnetGroupStatus": "Complete", "Subnets": list,
            "DBSubnetGroupDescription": call.input["DBSubnetGroupDescription"] ?? "",
            "DBSubnetGroupArn": .string("arn:aws:rds:\(call.region):\(cloud.account):subgrp:\(name)"),
        ]
        cloud.insert(
            CloudObject(
                CloudObject.Key(RDS.subnetGroup, call.region, name), attributes: attributes,
                tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return ["DBSubnetGroup": attributes]
    }

    private static func find(
        _ type: String, _ member: String, _ code: String, _ call: Call, _ cloud: Cloud
    ) throws(AWSError) -> CloudObject {
        let name = try call.required(member).lowercased()
        guard let group = cloud.object(type, call.region, name) else {
            throw AWSError(code, "\(member) '\(name)' not found.")
        }
        return group
    }

    @Sendable private static func describeSubnetGroups(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        if call.input["DBSubnetGroupName"] != nil {
            let group = try find(
                RDS.subnetGroup, "DBSubnetGroupName", "DBSubnetGroupNotFoundFault", call, cloud)
            return ["DBSubnetGroups": [group.attributes]]
        }
        return call.page(
            cloud.all(RDS.subnetGroup, call.region).map(\.attributes), items: "DBSubnetGroups", size: "MaxRecords",
            marker: "Marker", next: "Marker")
    }

    @Sendable private static func modifySubnetGroup(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(RDS.subnetGroup, "DBSubnetGroupName", "DBSubnetGroupNotFoundFault", call, cloud)
        let (_, list) = try subnets(call, cloud)
        cloud.update(group.key) {
            $0.attributes["Subnets"] = list
            if let text = call.input["DBSubnetGroupDescription"] { $0.attributes["DBSubnetGroupDescription"] = text }
        }
        return ["DBSubnetGroup": group.attributes]
    }

    @Sendable private static func deleteSubnetGroup(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(RDS.subnetGroup, "DBSubnetGroupName", "DBSubnetGroupNotFoundFault", call, cloud)
        guard !users("subnetGroup", group.id, call, cloud) else {
            throw AWSError(
                "InvalidDBSubnetGroupStateFault", "Cannot delete the subnet group '\(group.id)', it is in use.")
        }
        cloud.remove(group.key)
        return [:]
    }

    // MARK: Parameter groups

    @Sendable private static func createParameterGroup(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("DBParameterGroupName").lowercased()
        guard cloud.object(RDS.parameterGroup, call.region, name) == nil else {
            throw AWSError("DBParameterGroupAlreadyExists", "Parameter group \(name) already exists")
        }
        let attributes: Value = [
            "DBParameterGroupName": .string(name), "Description": call.input["Description"] ?? "",
            "DBParameterGroupFamily": .string(try call.required("DBParameterGroupFamily")),
            "DBParameterGroupArn": .string("arn:aws:rds:\(call.region):\(cloud.account):pg:\(name)"),
        ]
        cloud.insert(
            CloudObject(
                CloudObject.Key(RDS.parameterGroup, call.region, name), attributes: attributes,
                hidden: ["parameters": [:]], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return ["DBParameterGroup": attributes]
    }

    @Sendable private static func describeParameterGroups(
        _ cloud: inout Cloud, _ call: Call
    ) throws(AWSError) -> Value {
        if call.input["DBParameterGroupName"] != nil {
            let group = try find(
                RDS.parameterGroup, "DBParameterGroupName", "DBParameterGroupNotFound", call, cloud)
            return ["DBParameterGroups": [group.attributes]]
        }
        return call.page(
            cloud.all(RDS.parameterGroup, call.region).map(\.attributes), items: "DBParameterGroups",
            size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    @Sendable private static func modifyParameterGroup(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try setParameters(&cloud, call) { $0[$1.text("ParameterName") ?? ""] = $1["ParameterValue"] }
    }

    @Sendable private static func resetParameterGroup(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try setParameters(&cloud, call) { $0[$1.text("ParameterName") ?? ""] = nil }
    }

    /// Those that are taken on only at a start: of PostgreSQL's those that its documentation says can be set at server
    /// start only, of RDS's own the one for logical replication.
    private static let staticParameters: Set<String> = [
        "rds.logical_replication", "autovacuum_freeze_max_age", "huge_pages", "max_connections",
        "max_locks_per_transaction", "max_logical_replication_workers", "max_prepared_transactions",
        "max_replication_slots", "max_wal_senders", "max_worker_processes", "shared_buffers",
        "shared_preload_libraries", "track_activity_query_size", "wal_buffers", "wal_level",
    ]

    /// Whether new transactions of a database may only read, by its parameters.
    static func isReadOnly(_ instance: CloudObject, _ cloud: Cloud) -> Bool {
        let group = cloud.object(RDS.parameterGroup, instance.region, instance.hidden.text("parameterGroup") ?? "")
        let value = group?.hidden["parameters"]?.text("default_transaction_read_only") ?? "0"
        return ["1", "on", "true"].contains(value)
    }

    /// Static parameters reach the databases that use the group at their next reboot.
    private static func setParameters(
        _ cloud: inout Cloud, _ call: Call, _ set: (inout Value, Value) -> Void
    ) throws(AWSError) -> Value {
        let group = try find(RDS.parameterGroup, "DBParameterGroupName", "DBParameterGroupNotFound", call, cloud)
        let changes = call.input["Parameters"]?.elements ?? []
        func isStatic(_ change: Value) -> Bool { staticParameters.contains(change.text("ParameterName") ?? "") }
        if let refused = changes.first(where: { $0.text("ApplyMethod") == "immediate" && isStatic($0) }) {
            throw AWSError(
                "InvalidParameterCombination",
                "cannot use immediate apply method for static parameter \(refused.text("ParameterName") ?? "")")
        }
        guard changes.count <= 20 else {
            throw AWSError("InvalidParameterValue", "At most 20 parameters can be modified in a request.")
        }
        cloud.update(group.key) {
            var parameters = $0.hidden["parameters"] ?? [:]
            for change in changes { set(&parameters, change) }
            $0.hidden["parameters"] = parameters
            var methods = $0.hidden["methods"] ?? [:]
            for change in changes { methods[change.text("ParameterName") ?? ""] = change["ApplyMethod"] }
            $0.hidden["methods"] = methods
        }
        let waits = changes.contains { $0.text("ApplyMethod") != "immediate" }
        for instance in cloud.allEvenHidden(RDS.instance, call.region)
        where waits && instance.hidden.text("parameterGroup") == group.id {
            cloud.update(instance.key) {
                $0.attributes["DBParameterGroups"] = [
                    ["DBParameterGroupName": .string(group.id), "ParameterApplyStatus": "pending-reboot"]
                ]
            }
        }
        return ["DBParameterGroupName": .string(group.id)]
    }

    @Sendable private static func describeParameters(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(RDS.parameterGroup, "DBParameterGroupName", "DBParameterGroupNotFound", call, cloud)
        let parameters = (group.hidden["parameters"]?.members ?? Members()).map { pair -> Value in
            [
                "ParameterName": .string(pair.name), "ParameterValue": pair.value, "Source": "user",
                "ApplyMethod": group.hidden["methods"]?[pair.name] ?? "pending-reboot",
                "ApplyType": staticParameters.contains(pair.name) ? "static" : "dynamic", "IsModifiable": true,
            ]
        }
        return call.page(parameters, items: "Parameters", size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    @Sendable private static func deleteParameterGroup(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(RDS.parameterGroup, "DBParameterGroupName", "DBParameterGroupNotFound", call, cloud)
        guard !users("parameterGroup", group.id, call, cloud) else {
            throw AWSError(
                "InvalidDBParameterGroupState",
                "One or more database instances are still members of this parameter group.")
        }
        cloud.remove(group.key)
        return [:]
    }

    // MARK: Tags

    private static func named(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let arn = try call.required("ResourceName")
        let types = [
            "db": RDS.instance, "subgrp": RDS.subnetGroup, "pg": RDS.parameterGroup, "snapshot": RDS.snapshot,
            "deployment": RDS.deployment,
        ]
        let parts = arn.components(":")
        guard parts.count >= 7, let type = types[parts[5]],
            let object = cloud.object(type, call.region, parts.dropFirst(6).joined(separator: ":"))
        else { throw AWSError("DBInstanceNotFound", "'\(arn)' was not found") }
        return object
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["TagList": try named(call, cloud).tagList]
    }

    @Sendable private static func addTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try named(call, cloud).key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func removeTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let object = try named(call, cloud)
        cloud.update(object.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }
}
