import CloudCalls
import Values

/// What CloudWatch knows of load balancers and replicas, a minute late.
enum Metrics {
    /// A minute's points can be read when it has been over for this long.
    private static let delay = 60_000

    @Sendable static func getData(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        guard let start = call.input.text("StartTime").flatMap(Instant.init(timestamp:)),
            let end = call.input.text("EndTime").flatMap(Instant.init(timestamp:)), start < end
        else {
            throw AWSError("ValidationError", "The parameter StartTime must be less than the parameter EndTime.")
        }
        Traffic.count(&cloud)
        let known = (call.now.milliseconds - delay) / 60_000
        let minutes =
            (start.milliseconds + 59_999)
            / 60_000..<max(
                (start.milliseconds + 59_999) / 60_000, min(end.milliseconds / 60_000, known))
        var results: [Value] = []
        for query in call.input["MetricDataQueries"]?.elements ?? [] {
            guard let stat = query["MetricStat"], let metric = stat["Metric"] else {
                throw AWSError("ValidationError", "Only queries of a MetricStat are answered here.")
            }
            let name = metric.text("MetricName") ?? ""
            let dimensions = dimensions(metric)
            // The newest comes first (CloudWatch API reference, GetMetricData, ScanBy).
            let points = minutes.reversed().compactMap { minute -> (Int, Value)? in
                value(name, metric.text("Namespace"), dimensions, minute, call.region, cloud).map { (minute, $0) }
            }
            results.append([
                "Id": query["Id"] ?? .null, "Label": metric["MetricName"] ?? .null, "StatusCode": "Complete",
                "Timestamps": .list(points.map { .string(Instant(milliseconds: $0.0 * 60_000).timestamp) }),
                "Values": .list(points.map(\.1)),
            ])
        }
        return ["MetricDataResults": .list(results)]
    }

    private static func dimensions(_ metric: Value) -> [String: String] {
        var dimensions: [String: String] = [:]
        for one in metric["Dimensions"]?.elements ?? [] { dimensions[one.text("Name") ?? ""] = one.text("Value") }
        return dimensions
    }

    private static func value(
        _ name: String, _ namespace: String?, _ dimensions: [String: String], _ minute: Int, _ region: String,
        _ cloud: Cloud
    ) -> Value? {
        switch namespace {
        case "AWS/ApplicationELB":
            let key = dimensions["TargetGroup"].map { "\(name) \($0)" } ?? name
            return Traffic.requests(key, dimensions["LoadBalancer"] ?? "", minute, region, cloud).map {
                .double(Double($0))
            }
        case "AWS/ElastiCache":
            return CacheModel.metric(name, of: dimensions["CacheClusterId"] ?? "", minute, region, cloud).map {
                .double(Double($0))
            }
        case "AWS/RDS" where name == "ReplicaLag":
            return cloud.object(RDS.instance, region, dimensions["DBInstanceIdentifier"] ?? "").flatMap {
                replicaLag($0, minute: minute, cloud)
            }.map { .double(Double($0)) }
        case "AWS/RDS" where name == "OldestReplicationSlotLag":
            return cloud.object(RDS.instance, region, dimensions["DBInstanceIdentifier"] ?? "").flatMap {
                slotLag($0, minute: minute, cloud)
            }.map { .double(Double($0)) }
        default: return nil
        }
    }

    /// Bytes of its log that the slowest logical copy of a database has not confirmed in a minute; nil without a copy (RDS
    /// user guide, "Amazon CloudWatch instance-level metrics": OldestReplicationSlotLag). One that is being made or
    /// upgraded confirms nothing.
    private static func slotLag(_ source: CloudObject, minute: Int, _ cloud: Cloud) -> Int? {
        guard let deployment = BlueGreenDeployments.deployment(of: source, cloud) else { return nil }
        let begun = deployment.createdAt.milliseconds / 60_000
        guard minute > begun else { return nil }
        let stalled = cloud.faults.replicationStalledSince.map { $0.milliseconds / 60_000 }
        let behind = deployment.status == "PROVISIONING" ? minute - begun : stalled.map { max(0, minute - $0) } ?? 0
        return (16 << 10) + behind * (8 << 20)
    }

    /// Seconds that a database is behind its source in a minute: the age of what it replayed last; nil for one that
    /// follows none.
    ///
    /// From a source whose region is cut off nothing comes any more, nor while replication stalls. One that takes no
    /// writes has a transaction of its agent every five minutes (RDS user guide, "Working with read replicas for Amazon RDS
    /// for PostgreSQL").
    static func replicaLag(_ instance: CloudObject, minute: Int, _ cloud: Cloud) -> Int? {
        guard instance.status == "available",
            let named = instance.attributes.text("ReadReplicaSourceDBInstanceIdentifier"),
            instance.createdAt.milliseconds / 60_000 < minute
        else { return nil }
        let parts = named.components(":")
        let region = parts.count >= 7 ? parts[3] : instance.region
        for since in [cloud.cutSince(region), cloud.faults.replicationStalledSince].compactMap(\.self) {
            let gone = minute - since.milliseconds / 60_000
            if gone > 0 { return 1 + gone * 60 }
        }
        let source = cloud.object(RDS.instance, region, parts.count >= 7 ? parts[6] : named)
        if let source, DatabaseGroups.isReadOnly(source, cloud) { return 1 + minute % 5 * 60 }
        return 1
    }
}
