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
            // The newest comes first (CloudWatch API reference, GetMetricData, ScanBy).
            let points = minutes.reversed().compactMap { minute -> (Int, Value)? in
                value(metric, minute, call.region, cloud).map { (minute, $0) }
            }
            results.append([
                "Id": query["Id"] ?? .null, "Label": metric["MetricName"] ?? .null, "StatusCode": "Complete",
                "Timestamps": .list(points.map { .string(Instant(milliseconds: $0.0 * 60_000).timestamp) }),
                "Values": .list(points.map(\.1)),
            ])
        }
        return ["MetricDataResults": .list(results)]
    }

    private static func value(_ metric: Value, _ minute: Int, _ region: String, _ cloud: Cloud) -> Value? {
        var dimensions: [String: String] = [:]
        for one in metric["Dimensions"]?.elements ?? [] { dimensions[one.text("Name") ?? ""] = one.text("Value") }
        let name = metric.text("MetricName") ?? ""
        switch metric.text("Namespace") {
        case "AWS/ApplicationELB":
            let key = dimensions["TargetGroup"].map { "\(name) \($0)" } ?? name
            return Traffic.requests(key, dimensions["LoadBalancer"] ?? "", minute, region, cloud).map {
                .double(Double($0))
            }
        case "AWS/RDS" where name == "ReplicaLag":
            return cloud.object(RDS.instance, region, dimensions["DBInstanceIdentifier"] ?? "").flatMap {
                replicaLag($0, minute: minute)
            }.map { .double(Double($0)) }
        default: return nil
        }
    }

    /// Seconds that a database is behind its source in a minute; nil for one that follows none.
    static func replicaLag(_ instance: CloudObject, minute: Int) -> Int? {
        guard instance.status == "available", instance.attributes["ReadReplicaSourceDBInstanceIdentifier"] != nil,
            instance.createdAt.milliseconds / 60_000 < minute
        else { return nil }
        return 1
    }
}
