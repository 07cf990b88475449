import CloudCalls
import Values

/// Blue/green deployments of PostgreSQL: a copy that follows its source by logical replication, in another version, and
/// takes its place.
///
/// Sources: RDS API reference, `CreateBlueGreenDeployment`, `BlueGreenDeployment`, `DeleteBlueGreenDeployment`; RDS user
/// guide, "Creating a blue/green deployment", "Limitations and considerations for blue/green deployments".
enum BlueGreenDeployments {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateBlueGreenDeployment": create, "DescribeBlueGreenDeployments": describe,
        "SwitchoverBlueGreenDeployment": switchover, "DeleteBlueGreenDeployment": delete,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "rds.deployment": provisioned, "rds.switched": switched, "rds.undeployed": undeployed,
    ]

    /// From the call until the copy has the other version and follows.
    private static let provisioning = TimeSpan.minutes(30)

    // MARK: Whose

    /// The name under which an instance's deployment knows it; its ARN when it has gone.
    static func member(_ name: String, _ deployment: CloudObject, _ cloud: Cloud) -> CloudObject? {
        let id = deployment.attributes.text(name)?.components(":").last ?? ""
        return cloud.object(RDS.instance, deployment.region, id)
    }

    /// Whether it stands beside the database that people use: a copy that has not taken over, or what was taken over from.
    static func isAside(_ instance: CloudObject) -> Bool { instance.hidden["isAside"]?.flag == true }

    /// The deployment that copies an instance; nil for none that does.
    static func deployment(of source: CloudObject, _ cloud: Cloud) -> CloudObject? {
        cloud.allEvenHidden(RDS.deployment, source.region).first {
            $0.attributes["Source"] == source.attributes["DBInstanceArn"] && $0.status != "SWITCHOVER_COMPLETED"
        }
    }

    static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let id = try call.required("BlueGreenDeploymentIdentifier").lowercased()
        guard let found = cloud.object(RDS.deployment, call.region, id) else {
            throw AWSError("BlueGreenDeploymentNotFoundFault", "Blue/green deployment \(id) not found.")
        }
        return found
    }

    static func shown(_ deployment: CloudObject, _ cloud: Cloud) -> Value {
        var value = deployment.attributes
        value["Status"] = .string(deployment.status)
        value["TagList"] = deployment.tagList
        var status = deployment.status
        if status != "DELETING" {
            if member("Source", deployment, cloud) == nil { status = "MISSING_SOURCE" }
            if member("Target", deployment, cloud) == nil { status = "MISSING_TARGET" }
        }
        value["SwitchoverDetails"] = [
            [
                "SourceMember": deployment.attributes["Source"] ?? .null,
                "TargetMember": deployment.attributes["Target"] ?? .null, "Status": .string(status),
            ]
        ]
        return value
    }

    // MARK: Operations

    private static func check(_ source: CloudObject, _ call: Call, _ cloud: Cloud) throws(AWSError) -> String {
        let arn = source.attributes["DBInstanceArn"]?.text ?? ""
        func refuse(_ reason: String) -> AWSError { AWSError("SourceDatabaseNotSupportedFault", reason) }
        guard source.status == "available" else {
            throw AWSError("InvalidDBInstanceState", "Database instance \(source.id) is not in available state.")
        }
        guard !source.isReadReplica else {
            throw refuse("Blue/green deployments can't be created from the read replica \(source.id).")
        }
        let replicas = source.attributes["ReadReplicaDBInstanceIdentifiers"]?.texts ?? []
        guard !replicas.contains(where: { $0.hasPrefix("arn:") }) else {
            throw refuse(
                "Blue/green deployments aren't supported for \(source.id), which has cross-Region read replicas.")
        }
        guard source.attributes.number("BackupRetentionPeriod") ?? 0 > 0 else {
            throw refuse("Blue/green deployments require automated backups of \(source.id).")
        }
        guard deployment(of: source, cloud) == nil else {
            throw refuse("\(arn) is part of a blue/green deployment already.")
        }
        let old = source.attributes.text("EngineVersion") ?? ""
        let version = DatabaseVersion.full(call.input.text("TargetEngineVersion") ?? old)
        try DatabaseVersion.check(from: old, to: version, allowsMajor: true)
        let group = source.attributes["DBParameterGroups"]?.elements.first
        let parameters = cloud.object(RDS.parameterGroup, call.region, group?.text("DBParameterGroupName") ?? "")
        // The words of AWS's knowledge center, "Why did my RDS for PostgreSQL blue/green deployment fail?".
        guard parameters?.hidden["parameters"]?.text("rds.logical_replication") == "1",
            group?.text("ParameterApplyStatus") == "in-sync"
        else {
            throw refuse(
                "Blue/Green Deployments require a DB instance with logical replication enabled, in sync with its DB "
                    + "parameter group.")
        }
        if let name = call.input.text("TargetDBParameterGroupName")?.lowercased() {
            guard let target = cloud.object(RDS.parameterGroup, call.region, name) else {
                throw AWSError("DBParameterGroupNotFound", "DBParameterGroup not found: \(name)")
            }
            let family = "postgres" + VersionNumbers.major(version)
            guard target.attributes.text("DBParameterGroupFamily") == family else {
                throw AWSError(
                    "InvalidParameterCombination",
                    "The Parameter Group \(name) with DBParameterGroupFamily "
                        + "\(target.attributes.text("DBParameterGroupFamily") ?? "") can't be used for this instance. "
                        + "Please use a Parameter Group with DBParameterGroupFamily \(family)")
            }
        }
        return version
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("BlueGreenDeploymentName")
        let isTaken = cloud.allEvenHidden(RDS.deployment, call.region).contains {
            $0.attributes.text("BlueGreenDeploymentName")?.lowercased() == name.lowercased()
        }
        guard !isTaken else {
            throw AWSError(
                "BlueGreenDeploymentAlreadyExistsFault", "A blue/green deployment with the name \(name) already exists."
            )
        }
        let arn = try call.required("Source")
        guard let source = cloud.object(RDS.instance, call.region, arn.components(":").last ?? "") else {
            throw AWSError("DBInstanceNotFound", "DBInstance not found: \(arn)")
        }
        let version = try check(source, call, cloud)
        let id = cloud.freshID("bgd-", digits: 16)
        let green = insertGreen(of: source, version, String(id.suffix(6)), call, &cloud)
        let key = CloudObject.Key(RDS.deployment, call.region, id)
        cloud.insert(
            CloudObject(
                key, status: "PROVISIONING",
                attributes: [
                    "BlueGreenDeploymentIdentifier": .string(id), "BlueGreenDeploymentName": .string(name),
                    "Source": .string(arn), "Target": cloud.objects[green]?.attributes["DBInstanceArn"] ?? .null,
                    "CreateTime": .string(call.now.timestamp), "Tasks": tasks("IN_PROGRESS"),
                ], tags: Call.tags(call.input["Tags"]), createdAt: call.now))
        cloud.schedule("rds.deployment", after: provisioning, on: key, ["version": .string(version)])
        return ["BlueGreenDeployment": cloud.objects[key].map { shown($0, cloud) } ?? [:]]
    }

    private static func tasks(_ status: String) -> Value {
        .list(
            ["CREATING_READ_REPLICA_OF_SOURCE", "DB_ENGINE_VERSION_UPGRADE", "CONFIGURE_BACKUPS"].map {
                ["Name": .string($0), "Status": .string(status)]
            })
    }

    /// The copy: of the source's class, zones, groups and protection, with its tags.
    private static func insertGreen(
        of source: CloudObject, _ version: String, _ suffix: String, _ call: Call, _ cloud: inout Cloud
    ) -> CloudObject.Key {
        let groups = source.attributes["VpcSecurityGroups"]?.elements ?? []
        let input: Value = [
            "DBSubnetGroupName": source.hidden["subnetGroup"] ?? .null,
            "DBParameterGroupName": call.input["TargetDBParameterGroupName"] ?? source.hidden["parameterGroup"]
                ?? .null,
            "VpcSecurityGroupIds": .list(groups.compactMap { $0["VpcSecurityGroupId"] }),
            "BackupRetentionPeriod": source.attributes["BackupRetentionPeriod"] ?? 1,
            "DBInstanceClass": call.input["TargetDBInstanceClass"] ?? source.attributes["DBInstanceClass"] ?? .null,
            "MasterUserPassword": source.hidden["password"] ?? .null,
        ]
        let old = source.attributes.text("EngineVersion") ?? version
        let key = DatabaseInstances.insert(
            "\(source.id)-green-\(suffix)",
            Call(
                service: call.service, operation: call.operation, region: call.region, input: input.compacted,
                now: call.now), &cloud, source: source, version: old)
        cloud.update(key) {
            $0.attributes["ReadReplicaSourceDBInstanceIdentifier"] = nil
            $0.hidden["isAside"] = true
            $0.tags = source.tags
        }
        cloud.follow(Rows.name(key), Rows.name(source.key), copyTakes: .minutes(10))
        cloud.schedule("rds.status", after: .minutes(12), on: key, ["to": "upgrading"])
        return key
    }

    private static func provisioned(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let deployment = cloud.objects[event.key], deployment.status == "PROVISIONING",
            let green = member("Target", deployment, cloud)
        else { return }
        cloud.update(green.key) {
            $0.attributes["EngineVersion"] = event.argument["version"]
            $0.status = "available"
        }
        cloud.update(event.key) {
            $0.status = "AVAILABLE"
            $0.attributes["Tasks"] = tasks("COMPLETED")
        }
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        if call.input["BlueGreenDeploymentIdentifier"] != nil {
            return ["BlueGreenDeployments": [shown(try find(call, cloud), cloud)]]
        }
        let members = [
            "blue-green-deployment-identifier": "BlueGreenDeploymentIdentifier",
            "blue-green-deployment-name": "BlueGreenDeploymentName", "source": "Source", "target": "Target",
        ]
        var wanted: [Value] = []
        for deployment in cloud.all(RDS.deployment, call.region) {
            var isWanted = true
            for filter in call.input["Filters"]?.elements ?? [] {
                guard let member = members[filter.text("Name") ?? ""] else {
                    throw AWSError(
                        "InvalidParameterValue", "Unrecognized filter name: \(filter.text("Name") ?? "")")
                }
                let value = deployment.attributes.text(member) ?? ""
                if filter["Values"]?.texts.contains(value) != true { isWanted = false }
            }
            if isWanted { wanted.append(shown(deployment, cloud)) }
        }
        return call.page(wanted, items: "BlueGreenDeployments", size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    /// With the copy while it has not taken over; afterwards the old database stays, and its protection from writes ends.
    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let deployment = try find(call, cloud)
        let deletesTarget = call.input["DeleteTarget"]?.flag == true
        func refuse(_ reason: String) -> AWSError { AWSError("InvalidBlueGreenDeploymentStateFault", reason) }
        guard !["DELETING", "SWITCHOVER_IN_PROGRESS"].contains(deployment.status) else {
            throw refuse("The blue/green deployment \(deployment.id) is \(deployment.status).")
        }
        let isSwitched = deployment.status == "SWITCHOVER_COMPLETED"
        guard !isSwitched || !deletesTarget else {
            throw refuse("DeleteTarget can't be specified for a blue/green deployment that is SWITCHOVER_COMPLETED.")
        }
        if deletesTarget, let green = member("Target", deployment, cloud), green.status != "deleting" {
            guard green.attributes["DeletionProtection"]?.flag != true else {
                throw refuse("The target \(green.id) has deletion protection.")
            }
            cloud.update(green.key) { $0.status = "deleting" }
            cloud.schedule("rds.deleted", after: .minutes(5), on: green.key)
        }
        if isSwitched, let old = member("Source", deployment, cloud) { cloud.takeWrites(Rows.name(old.key)) }
        cloud.update(deployment.key) { $0.status = "DELETING" }
        cloud.schedule("rds.undeployed", after: deletesTarget ? .minutes(6) : .seconds(20), on: deployment.key)
        return ["BlueGreenDeployment": cloud.objects[deployment.key].map { shown($0, cloud) } ?? [:]]
    }

    private static func undeployed(_ cloud: inout Cloud, _ event: ScheduledEvent) { cloud.remove(event.key) }
}
