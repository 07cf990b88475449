import CloudCalls
import Values

extension ReplicationGroups {
    /// A test of the failover: the primary node is taken to have failed, and a replica takes its place.
    ///
    /// Source: ElastiCache API reference, `TestFailover`.
    @Sendable static func testFailover(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let group = try find(call, cloud)
        guard group.status == "available" else {
            throw AWSError("InvalidReplicationGroupState", "Replication group \(group.id) is \(group.status).")
        }
        let node = try call.required("NodeGroupId")
        guard node == "0001" else { throw AWSError("NodeGroupNotFoundFault", "Node group \(node) not found.") }
        let members = group.hidden["members"]?.elements ?? []
        guard group.hidden["settings"]?["AutomaticFailoverEnabled"]?.flag == true, members.count > 1 else {
            throw AWSError(
                "TestFailoverNotAvailableFault",
                "Automatic failover is not enabled for \(group.id), or it has no replica.")
        }
        cloud.update(group.key) { $0.status = "modifying" }
        cloud.schedule("elasticache.failedOver", after: .seconds(30), on: group.key)
        return ["ReplicationGroup": cloud.objects[group.key].map(shown) ?? [:]]
    }

    static func failedOver(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let group = cloud.objects[event.key], group.status == "modifying" else { return }
        let members = group.hidden["members"]?.elements ?? []
        cloud.update(event.key) {
            $0.status = "available"
            $0.hidden["members"] = .list(Array(members.dropFirst()) + members.prefix(1))
        }
    }
}
