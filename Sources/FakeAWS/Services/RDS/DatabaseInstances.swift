import CloudCalls
import Digests
import Values

/// Database instances, their replicas and snapshots.
///
/// Source: RDS API reference; what replicas need and what becomes of them is on its page "Working with read replicas".
enum DatabaseInstances {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateDBInstance": create, "CreateDBInstanceReadReplica": createReplica, "DescribeDBInstances": describe,
        "ModifyDBInstance": modify, "RebootDBInstance": reboot, "DeleteDBInstance": delete,
        "PromoteReadReplica": promote, "DescribeDBSnapshots": snapshots, "DeleteDBSnapshot": deleteSnapshot,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "rds.status": { cloud, event in
            guard let instance = cloud.objects[event.key], instance.status != "deleting" else { return }
            cloud.update(event.key) { $0.status = event.argument.text("to") ?? "available" }
        },
        "rds.modified": modified,
        "rds.deleted": deleted,
        "rds.replicating": replicating,
    ]

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("DBInstanceIdentifier").lowercased()
        guard let instance = cloud.object(RDS.instance, call.region, name) else {
            throw AWSError("DBInstanceNotFound", "DBInstance \(name) not found.")
        }
        return instance
    }

    static func shown(_ instance: CloudObject) -> Value {
        var value = instance.attributes
        value["DBInstanceStatus"] = .string(instance.status)
        value["TagList"] = instance.tagList
        value["DbiResourceId"] = .string(resourceID(instance))
        if ["creating"].contains(instance.status) { value["Endpoint"] = nil }
        return value
    }

    /// What an instance is called for good, whatever its name is changed to.
    static func resourceID(_ instance: CloudObject) -> String {
        instance.hidden.text("resourceID") ?? "db-"
            + SHA256Digest.hex("\(instance.region)/\(instance.id)/\(instance.sequence)").prefix(26).uppercased()
    }

    /// Whether an instance passes the filters (DescribeDBInstances).
    private static func isWanted(_ instance: CloudObject, _ call: Call) throws(AWSError) -> Bool {
        for filter in call.input["Filters"]?.elements ?? [] {
            let value: String
            switch filter.text("Name") ?? "" {
            case "db-instance-id": value = instance.id
            case "dbi-resource-id": value = resourceID(instance)
            case "engine": value = instance.attributes.text("Engine") ?? ""
            case let name: throw AWSError("InvalidParameterValue", "Unrecognized filter name: \(name)")
            }
            guard filter["Values"]?.texts.contains(value) == true else { return false }
        }
        return true
    }

    private static let copied = [
        "DBInstanceClass", "Engine", "AllocatedStorage", "StorageType", "StorageEncrypted", "KmsKeyId", "MultiAZ",
        "DBName", "MasterUsername", "BackupRetentionPeriod", "DeletionProtection", "PubliclyAccessible",
        "EngineLifecycleSupport", "CopyTagsToSnapshot", "AutoMinorVersionUpgrade", "EngineVersion",
    ]

    static func checkGroups(_ call: Call, _ cloud: Cloud) throws(AWSError) {
        if let name = call.input.text("DBSubnetGroupName")?.lowercased(),
            cloud.object(RDS.subnetGroup, call.region, name) == nil
        {
            throw AWSError("DBSubnetGroupNotFoundFault", "DB subnet group '\(name)' does not exist.")
        }
        if let name = call.input.text("DBParameterGroupName")?.lowercased(), !name.hasPrefix("default."),
            cloud.object(RDS.parameterGroup, call.region, name) == nil
        {
            throw AWSError("DBParameterGroupNotFound", "DBParameterGroup not found: \(name)")
        }
        for id in call.input["VpcSecurityGroupIds"]?.texts ?? []
        where cloud.object(EC2Type.securityGroup.type, call.region, id) == nil {
            throw AWSError("InvalidParameterValue", "Invalid security group, groupId= \(id)")
        }
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("DBInstanceIdentifier").lowercased()
        guard cloud.object(RDS.instance, call.region, name) == nil else {
            throw AWSError("DBInstanceAlreadyExists", "DB instance already exists")
        }
        guard call.input["MasterUserPassword"] != nil else {
            throw AWSError("InvalidParameterCombination", "MasterUserPassword is required.")
        }
        try checkGroups(call, cloud)
        let version = DatabaseVersion.full(call.input.text("EngineVersion") ?? "17")
        let key = insert(name, call, &cloud, source: nil, version: version)
        let isMultiAZ = call.input["MultiAZ"]?.flag == true
        cloud.schedule("rds.status", after: .seconds(isMultiAZ ? 560 : 330), on: key, ["to": "backing-up"])
        cloud.schedule("rds.status", after: .seconds(isMultiAZ ? 660 : 420), on: key, ["to": "available"])
        return ["DBInstance": cloud.objects[key].map(shown) ?? [:]]
    }

    static func endpoint(of name: String, in region: String, _ cloud: Cloud) -> Value {
        let host = "\(name).c\(cloud.steadyNumber(name, below: 900_000)).\(region).rds.amazonaws.com"
        return ["Address": .string(host), "Port": 5432, "HostedZoneId": "Z2R2ITUGPM61AM"]
    }

    static func insert(
        _ name: String, _ call: Call, _ cloud: inout Cloud, source: CloudObject?, version: String
    ) -> CloudObject.Key {
        let key = CloudObject.Key(RDS.instance, call.region, name)
        var attributes: Value = [
            "AllocatedStorage": 20, "StorageType": "gp3", "StorageEncrypted": false, "MultiAZ": false,
            "BackupRetentionPeriod": 1, "DeletionProtection": false, "PubliclyAccessible": true,
            "EngineLifecycleSupport": "open-source-rds-extended-support", "CopyTagsToSnapshot": false,
            "AutoMinorVersionUpgrade": true, "Engine": "postgres", "LicenseModel": "postgresql-license",
        ]
        for member in copied { if let value = source?.attributes[member] { attributes[member] = value } }
        if source != nil { attributes["BackupRetentionPeriod"] = 0 }
        for member in copied { if let value = call.input[member] { attributes[member] = value } }
        let groups = call.input["VpcSecurityGroupIds"]?.texts ?? []
        let subnetGroup = call.input.text("DBSubnetGroupName")?.lowercased() ?? "default"
        let parameterGroup = call.input.text("DBParameterGroupName")?.lowercased() ?? "default.postgres17"
        attributes["DBInstanceIdentifier"] = .string(name)
        attributes["DBInstanceArn"] = .string("arn:aws:rds:\(call.region):\(cloud.account):db:\(name)")
        attributes["EngineVersion"] = .string(version)
        attributes["InstanceCreateTime"] = .string(call.now.timestamp)
        attributes["Endpoint"] = endpoint(of: name, in: call.region, cloud)
        attributes["VpcSecurityGroups"] = .list(
            groups.map { ["VpcSecurityGroupId": .string($0), "Status": "active"] })
        attributes["DBSubnetGroup"] = ["DBSubnetGroupName": .string(subnetGroup)]
        attributes["DBParameterGroups"] = [
            ["DBParameterGroupName": .string(parameterGroup), "ParameterApplyStatus": "in-sync"]
        ]
        attributes["EnabledCloudwatchLogsExports"] = call.input["EnableCloudwatchLogsExports"] ?? []
        attributes["PendingModifiedValues"] = [:]
        attributes["CACertificateIdentifier"] = call.input["CACertificateIdentifier"] ?? "rds-ca-rsa2048-g1"
        attributes["ReadReplicaDBInstanceIdentifiers"] = []
        if let source {
            attributes["ReadReplicaSourceDBInstanceIdentifier"] =
                source.region == call.region ? .string(source.id) : source.attributes["DBInstanceArn"]
        }
        var interfaces: [String] = []
        let subnets = cloud.object(RDS.subnetGroup, call.region, subnetGroup)?.attributes["Subnets"]?.elements ?? []
        if let subnet = subnets.first?.text("SubnetIdentifier") {
            interfaces.append(
                cloud.addInterface(
                    region: call.region, subnet: subnet, description: "RDSNetworkInterface", groups: groups,
                    requester: "amazon-rds"))
        }
        cloud.insert(
            CloudObject(
                key, status: "creating", attributes: attributes,
                hidden: [
                    "subnetGroup": .string(subnetGroup), "parameterGroup": .string(parameterGroup),
                    "interfaces": .strings(interfaces), "password": call.input["MasterUserPassword"] ?? .null,
                ], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        return key
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        if call.input["DBInstanceIdentifier"] != nil { return ["DBInstances": [shown(try find(call, cloud))]] }
        var wanted: [Value] = []
        for instance in cloud.all(RDS.instance, call.region) where try isWanted(instance, call) {
            wanted.append(shown(instance))
        }
        return call.page(wanted, items: "DBInstances", size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    @Sendable private static func modify(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try find(call, cloud)
        guard instance.status == "available" else {
            throw AWSError("InvalidDBInstanceState", "Database instance is not in available state.")
        }
        try checkGroups(call, cloud)
        if let size = call.input.number("AllocatedStorage"), size < instance.attributes.number("AllocatedStorage") ?? 0
        {
            throw AWSError("InvalidParameterCombination", "Storage can't be shrunk.")
        }
        var pending: Value = [:]
        for member in copied + ["CACertificateIdentifier"] {
            if let value = call.input[member], instance.attributes[member] != value { pending[member] = value }
        }
        if let wanted = pending.text("EngineVersion") {
            let old = instance.attributes.text("EngineVersion") ?? ""
            let version = DatabaseVersion.full(wanted)
            try DatabaseVersion.check(
                from: old, to: version, allowsMajor: call.input["AllowMajorVersionUpgrade"]?.flag == true)
            pending["EngineVersion"] = version == old ? nil : .string(version)
        }
        let immediate = [
            "DeletionProtection", "CopyTagsToSnapshot", "AutoMinorVersionUpgrade", "BackupRetentionPeriod",
        ]
        let slow = pending.members.filter { !immediate.contains($0.name) }
        cloud.update(instance.key) {
            for pair in pending.members where immediate.contains(pair.name) { $0.attributes[pair.name] = pair.value }
            if let groups = call.input["VpcSecurityGroupIds"]?.texts {
                $0.attributes["VpcSecurityGroups"] = .list(
                    groups.map { ["VpcSecurityGroupId": .string($0), "Status": "active"] })
            }
            if let group = call.input.text("DBParameterGroupName")?.lowercased() {
                $0.attributes["DBParameterGroups"] = [
                    ["DBParameterGroupName": .string(group), "ParameterApplyStatus": "pending-reboot"]
                ]
                $0.hidden["parameterGroup"] = .string(group)
            }
            if let exports = call.input["CloudwatchLogsExportConfiguration"] {
                var enabled = $0.attributes["EnabledCloudwatchLogsExports"]?.texts ?? []
                enabled += exports["EnableLogTypes"]?.texts.filter { !enabled.contains($0) } ?? []
                enabled.removeAll { exports["DisableLogTypes"]?.texts.contains($0) == true }
                $0.attributes["EnabledCloudwatchLogsExports"] = .strings(enabled)
            }
            if !slow.isEmpty {
                $0.attributes["PendingModifiedValues"] = .object(Members(slow.map { ($0.name, $0.value) }))
            }
        }
        if !slow.isEmpty, call.input["ApplyImmediately"]?.flag == true {
            // The status still says available for a while (aws-facts, section 2).
            cloud.schedule("rds.status", after: .seconds(30), on: instance.key, ["to": "modifying"])
            let span = interrupt(instance, pending.text("EngineVersion"), &cloud)
            cloud.schedule("rds.modified", after: span, on: instance.key)
        }
        return ["DBInstance": cloud.objects[instance.key].map(shown) ?? [:]]
    }

    /// Another version stops the database and its standby together until both have it (RDS user guide, "Upgrades of the RDS
    /// for PostgreSQL DB engine").
    /// - Returns: how long the modification takes.
    private static func interrupt(_ instance: CloudObject, _ version: String?, _ cloud: inout Cloud) -> TimeSpan {
        guard let version else { return .seconds(240) }
        let isMajor =
            VersionNumbers.major(version) != VersionNumbers.major(instance.attributes.text("EngineVersion") ?? "")
        let span = TimeSpan.seconds(isMajor ? 900 : 240)
        let until = (cloud.now + span).milliseconds
        cloud.update(instance.key) { $0.hidden["downUntil"] = .int(until) }
        return span
    }

    private static func modified(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let instance = cloud.objects[event.key], instance.status != "deleting" else { return }
        var down: TimeSpan?
        if instance.attributes["PendingModifiedValues"]?["DBInstanceClass"] != nil {
            // The standby takes over with the other class; one without a standby stops for it.
            down = .seconds(instance.attributes["MultiAZ"]?.flag == true ? 60 : 240)
        }
        let until = down.map { Value.int((cloud.now + $0).milliseconds) }
        cloud.update(event.key) {
            for pair in $0.attributes["PendingModifiedValues"]?.members ?? Members() {
                $0.attributes[pair.name] = pair.value
            }
            $0.attributes["PendingModifiedValues"] = [:]
            if let until { $0.hidden["downUntil"] = until }
            $0.status = down == nil ? "available" : "modifying"
        }
        if let down { cloud.schedule("rds.status", after: down, on: event.key, ["to": "available"]) }
    }

    @Sendable private static func reboot(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try find(call, cloud)
        guard instance.status == "available" else {
            throw AWSError("InvalidDBInstanceState", "Database instance is not in available state.")
        }
        // The standby takes over (RebootDBInstance, ForceFailover).
        if call.input["ForceFailover"]?.flag == true, instance.attributes["MultiAZ"]?.flag != true {
            throw AWSError(
                "InvalidParameterCombination",
                "Cannot force failover since the DB instance \(instance.id) is not a Multi-AZ DB instance.")
        }
        cloud.update(instance.key) {
            $0.status = "rebooting"
            $0.attributes["DBParameterGroups"] = .list(
                ($0.attributes["DBParameterGroups"]?.elements ?? []).map {
                    $0.merging(["ParameterApplyStatus": "in-sync"])
                })
        }
        cloud.schedule("rds.status", after: .seconds(60), on: instance.key, ["to": "available"])
        return ["DBInstance": shown(instance)]
    }
}
