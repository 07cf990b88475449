import CloudCalls
import Providers
import Resources
import Values

/// Whether a replica has every write that its source acknowledged before it stopped taking any.
///
/// `ReplicaLag` is the age of the newest transaction that was replayed, and an idle source's agent makes one every five
/// minutes (RDS user guide, "Monitoring read replication", "Working with read replicas for Amazon RDS for PostgreSQL").
/// The log is replayed in order: one transaction that is younger than the freeze proves that all before it are there,
/// which a small lag alone does not.
struct Unreplayed: GaugeDriver {
    let gauge = Measurement.Gauge.unreplayed
    let calls = ["rds.DescribeDBInstances", "cloudwatch.GetMetricData"]
    /// How long a session may take a changed parameter on after its database says that it is in sync.
    private static let margin = TimeSpan.seconds(60)

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let writer = try await cloud.read(
            "rds", "DescribeDBInstances", measurement.subject.text("WriterRegion") ?? measurement.region,
            ["DBInstanceIdentifier": measurement.subject["Writer"] ?? .null])["DBInstances"]?.elements.first
        let parameters = writer?["DBParameterGroups"]?.elements.first?.text("ParameterApplyStatus") ?? "unknown"
        guard parameters == "in-sync" else {
            return Reading(value: nil, samples: 0, problem: "the writer's parameters are \(parameters)")
        }
        let points = try await MetricQuery.ofDatabase("ReplicaLag", measurement).points(
            since: since, in: measurement.region, cloud)
        let frozen = since + Self.margin
        let missing = points.filter { $0.value >= 0 }.map { point in
            max(0, (frozen - point.at).milliseconds + Int((point.value * 1000).rounded()))
        }
        guard let least = missing.min() else { return Reading(value: nil, samples: 0) }
        return Reading(value: least, samples: missing.count)
    }
}
