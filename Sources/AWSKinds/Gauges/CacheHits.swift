import CloudCalls
import Providers
import Resources
import Values

/// The share of what a cache is asked that it answers, over all of its nodes (ElastiCache user guide, "Metrics for Valkey
/// and Redis OSS": `CacheHits` and `CacheMisses`, by `CacheClusterId`).
struct CacheHits: GaugeDriver {
    let gauge = Measurement.Gauge.cacheHits
    let calls = ["elasticache.DescribeReplicationGroups", "cloudwatch.GetMetricData"]

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let groups = try await cloud.read(
            "elasticache", "DescribeReplicationGroups", measurement.region,
            ["ReplicationGroupId": measurement.subject["ReplicationGroupId"] ?? .null])["ReplicationGroups"]
        let nodes = groups?.elements.first?["MemberClusters"]?.elements ?? []
        guard !nodes.isEmpty else { return Reading(value: nil, samples: 0, problem: "the cache has no nodes") }
        let queries = nodes.flatMap { node in
            ["CacheHits", "CacheMisses"].map { metric in
                MetricQuery(
                    namespace: "AWS/ElastiCache", metric: metric, dimensions: [("CacheClusterId", node)],
                    statistic: "Sum")
            }
        }
        let sums = try await MetricQuery.values(queries, since: since, in: measurement.region, cloud).map {
            $0.reduce(0) { $0 + MetricQuery.count($1) }
        }
        var hits = 0
        for index in stride(from: 0, to: sums.count, by: 2) { hits += sums[index] }
        let asked = sums.reduce(0, +)
        return asked > 0 ? Reading(value: hits * 1000 / asked, samples: asked) : Reading(value: nil, samples: 0)
    }
}
