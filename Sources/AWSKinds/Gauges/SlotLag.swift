import CloudCalls
import Providers
import Resources
import Values

/// How much of its log the copies of a database that follow it logically have not confirmed: the newest minute's worst
/// (RDS user guide, "Monitoring replica lag prior to switchover": `OldestReplicationSlotLag` of the source, in bytes).
struct SlotLag: GaugeDriver {
    let gauge = Measurement.Gauge.slotLag
    let calls = ["cloudwatch.GetMetricData"]

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let points = try await MetricQuery.ofDatabase("OldestReplicationSlotLag", measurement).points(
            since: since, in: measurement.region, cloud)
        guard let newest = points.first else { return Reading(value: nil, samples: 0) }
        // -1 says that no slot is in use.
        guard newest.value >= 0 else { return Reading(value: nil, samples: 0, problem: "nothing is being replicated") }
        return Reading(value: Int(newest.value.rounded()), samples: points.count, measuredAt: newest.at)
    }
}
