import CloudCalls
import Providers
import Resources
import Values

/// The share of the pods that the Deployments of a cluster want, whoever made them, which are available (Kubernetes API reference,
/// DeploymentStatus: `availableReplicas`).
struct AvailablePods: GaugeDriver {
    let gauge = Measurement.Gauge.availablePods
    let calls: [String] = []

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let cluster = ClusterName(region: measurement.region, name: measurement.subject.text("cluster") ?? "")
        let deployments = try await cloud.list(
            apiVersion: "apps/v1", kind: "Deployment", labelSelector: "", in: cluster)
        guard !deployments.isEmpty else { return Reading(value: nil, samples: 0, problem: "it has no Deployments") }
        let wanted = deployments.reduce(0) { $0 + ($1["spec"]?.number("replicas") ?? 1) }
        let available = deployments.reduce(0) { sum, one in
            sum + min(one["status"]?.number("availableReplicas") ?? 0, one["spec"]?.number("replicas") ?? 1)
        }
        return Reading(value: wanted == 0 ? 1000 : available * 1000 / wanted, samples: deployments.count)
    }
}
