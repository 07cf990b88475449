import CloudCalls
import Providers
import Resources
import Values

/// How far a read replica is behind its source: the worst of the newest minute (RDS user guide, "Monitoring read
/// replication": `ReplicaLag`, in seconds).
struct ReplicaLag: GaugeDriver {
    let gauge = Measurement.Gauge.replicaLag
    let calls = ["cloudwatch.GetMetricData"]

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let points = try await MetricQuery.ofDatabase("ReplicaLag", measurement).points(
            since: since, in: measurement.region, cloud)
        guard let newest = points.first else { return Reading(value: nil, samples: 0) }
        // -1 says that replication does not run.
        guard newest.value >= 0 else { return Reading(value: nil, samples: 0, problem: "replication does not run") }
        return Reading(
            value: Int((newest.value * 1000).rounded()), samples: points.count, measuredAt: newest.at)
    }
}
