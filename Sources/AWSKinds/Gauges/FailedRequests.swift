import CloudCalls
import Providers
import Resources
import Values

/// The share of the requests to a target group that end with a 5xx, by the targets or by the load balancer itself.
///
/// The load balancer's own failures have no target group as dimension, and requests that it fails are not in the
/// group's count (ELB user guide, "CloudWatch metrics for your Application Load Balancer").
struct FailedRequests: GaugeDriver {
    let gauge = Measurement.Gauge.failedRequests
    let calls = ["cloudwatch.GetMetricData"]

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let balancer = ("LoadBalancer", measurement.subject["LoadBalancer"] ?? .null)
        let group = ("TargetGroup", measurement.subject["TargetGroup"] ?? .null)
        func query(_ metric: String, _ dimensions: [(String, Value)]) -> MetricQuery {
            MetricQuery(
                namespace: "AWS/ApplicationELB", metric: metric,
                dimensions: dimensions.map { (name: $0.0, value: $0.1) },
                statistic: "Sum")
        }
        let values = try await MetricQuery.values(
            [
                query("RequestCount", [group, balancer]), query("HTTPCode_Target_5XX_Count", [group, balancer]),
                query("HTTPCode_ELB_5XX_Count", [balancer]),
            ], since: since, in: measurement.region, cloud
        ).map { $0.reduce(0) { $0 + MetricQuery.count($1) } }
        let all = values[0] + values[2]
        guard all > 0 else { return Reading(value: nil, samples: 0) }
        // Rounded up: one failure in many is more than none.
        return Reading(value: ((values[1] + values[2]) * 1000 + all - 1) / all, samples: all)
    }
}
