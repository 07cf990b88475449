import CloudCalls
import Values

extension DatabaseInstances {
    @Sendable static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try find(call, cloud)
        guard instance.status != "deleting" else {
            throw AWSError("InvalidDBInstanceState", "Instance \(instance.id) is already being deleted.")
        }
        guard instance.attributes["DeletionProtection"]?.flag != true else {
            throw AWSError(
                "InvalidParameterCombination",
                "Cannot delete protected DB Instance, please disable deletion protection and try again.")
        }
        let isReplica = instance.isReadReplica
        if call.input["SkipFinalSnapshot"]?.flag != true {
            let name = try call.required("FinalDBSnapshotIdentifier").lowercased()
            guard cloud.object(RDS.snapshot, call.region, name) == nil else {
                throw AWSError(
                    "DBSnapshotAlreadyExists",
                    "Cannot create the snapshot because a snapshot with the identifier \(name) already exists.")
            }
            guard !["failed", "incompatible-restore", "incompatible-network"].contains(instance.status) else {
                throw AWSError(
                    "InvalidDBInstanceState",
                    "A final snapshot of an instance that is \(instance.status) is impossible.")
            }
            guard !isReplica else {
                throw AWSError(
                    "InvalidParameterCombination",
                    "FinalDBSnapshotIdentifier can not be specified when deleting a read replica.")
            }
            cloud.insert(
                CloudObject(
                    CloudObject.Key(RDS.snapshot, call.region, name), status: "available",
                    attributes: [
                        "DBSnapshotIdentifier": .string(name), "DBInstanceIdentifier": .string(instance.id),
                        "SnapshotType": "manual", "Engine": "postgres",
                        "Encrypted": instance.attributes["StorageEncrypted"] ?? false,
                        "KmsKeyId": instance.attributes["KmsKeyId"] ?? .null,
                        "AllocatedStorage": instance.attributes["AllocatedStorage"] ?? 20,
                        "DBSnapshotArn": .string("arn:aws:rds:\(call.region):\(cloud.account):snapshot:\(name)"),
                    ],
                    tags: instance.attributes["CopyTagsToSnapshot"]?.flag == true ? instance.tags : [:],
                    createdAt: call.now))
        }
        cloud.update(instance.key) { $0.status = "deleting" }
        cloud.schedule("rds.deleted", after: .seconds(330), on: instance.key)
        return ["DBInstance": cloud.objects[instance.key].map(shown) ?? [:]]
    }

    static func deleted(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let instance = cloud.objects[event.key] else { return }
        cloud.remove(Rows.key(Rows.name(event.key)))
        // Its interfaces linger for minutes after the instance is not found any more.
        for interface in instance.hidden["interfaces"]?.texts ?? [] {
            cloud.removeInterface(interface, region: instance.region, after: .seconds(60))
        }
        for replica in cloud.objects.values where replica.key.type == RDS.instance {
            let source = replica.attributes.text("ReadReplicaSourceDBInstanceIdentifier")
            if source == instance.id && replica.region == instance.region {
                cloud.update(replica.key) { $0.attributes["ReadReplicaSourceDBInstanceIdentifier"] = nil }
            } else if source == instance.attributes.text("DBInstanceArn") {
                cloud.update(replica.key) {
                    $0.attributes["StatusInfos"] = [
                        ["StatusType": "read replication", "Normal": false, "Status": "terminated"]
                    ]
                }
            }
        }
        for other in cloud.objects.values where other.key.type == RDS.instance {
            let replicas = other.attributes["ReadReplicaDBInstanceIdentifiers"]?.texts ?? []
            let kept = replicas.filter { $0 != instance.id && $0 != instance.attributes.text("DBInstanceArn") }
            if kept.count != replicas.count {
                cloud.update(other.key) { $0.attributes["ReadReplicaDBInstanceIdentifiers"] = .strings(kept) }
            }
        }
        cloud.remove(event.key)
    }

    @Sendable static func snapshots(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let all = cloud.all(RDS.snapshot, call.region).map {
            $0.attributes.merging(["Status": .string($0.status), "TagList": $0.tagList])
        }
        return call.page(all, items: "DBSnapshots", size: "MaxRecords", marker: "Marker", next: "Marker")
    }

    @Sendable static func deleteSnapshot(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("DBSnapshotIdentifier").lowercased()
        guard let snapshot = cloud.object(RDS.snapshot, call.region, name) else {
            throw AWSError("DBSnapshotNotFound", "DBSnapshot not found: \(name)")
        }
        cloud.remove(snapshot.key)
        return ["DBSnapshot": snapshot.attributes]
    }
}
