import CloudCalls
import Providers
import Resources
import Values

/// How far a read replica is behind its source: the worst of the newest minute (RDS user guide, "Monitoring read
/// replication": `ReplicaLag`, in seconds).
struct ReplicaLag: GaugeDriver {
    let gauge = Measurement.Gauge.replicaLag

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let query = MetricQuery(
            namespace: "AWS/RDS", metric: "ReplicaLag",
            dimensions: [("DBInstanceIdentifier", measurement.subject["DBInstanceIdentifier"] ?? .null)],
            statistic: "Maximum")
        let values = try await MetricQuery.values([query], since: since, in: measurement.region, cloud)[0]
        guard let newest = values.first else { return Reading(value: nil, samples: 0) }
        let seconds: Double =
            switch newest {
            case .int(let number): Double(number)
            case .double(let number): number
            default: -1
            }
        // -1 says that replication does not run.
        guard seconds >= 0 else { return Reading(value: nil, samples: 0, problem: "replication does not run") }
        return Reading(value: Int((seconds * 1000).rounded()), samples: values.count)
    }
}
