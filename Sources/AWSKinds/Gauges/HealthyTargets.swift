import CloudCalls
import Providers
import Resources
import Values

/// The share of a target group's targets that the load balancer finds healthy; those that drain don't count.
struct HealthyTargets: GaugeDriver {
    let gauge = Measurement.Gauge.healthyTargets
    let calls = ["elbv2.DescribeTargetHealth"]

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let output = try await cloud.read(
            "elbv2", "DescribeTargetHealth", measurement.region,
            ["TargetGroupArn": measurement.subject["TargetGroupArn"] ?? .null])
        let states = (output["TargetHealthDescriptions"]?.elements ?? []).compactMap {
            $0["TargetHealth"]?.text("State")
        }.filter { $0 != "draining" }
        guard !states.isEmpty else { return Reading(value: nil, samples: 0, problem: "it has no targets") }
        return Reading(value: states.count { $0 == "healthy" } * 1000 / states.count, samples: states.count)
    }
}
