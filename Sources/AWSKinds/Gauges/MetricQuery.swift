import CloudCalls
import Providers
import Resources
import Values

/// One metric of CloudWatch over whole minutes.
struct MetricQuery {
    var namespace: String
    var metric: String
    var dimensions: [(name: String, value: Value)]
    /// `Sum`, `Average` or `Maximum`.
    var statistic: String

    /// The worst of a minute of the database that a measurement is about.
    static func ofDatabase(_ metric: String, _ measurement: Measurement) -> MetricQuery {
        MetricQuery(
            namespace: "AWS/RDS", metric: metric,
            dimensions: [("DBInstanceIdentifier", measurement.subject["DBInstanceIdentifier"] ?? .null)],
            statistic: "Maximum")
    }

    /// The values of several metrics by minute, the newest first.
    /// - Parameter since: a minute that began before this is left out, since it tells of what was before.
    static func values(
        _ queries: [MetricQuery], since: Instant, in region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [[Value]] {
        try await results(queries, since: since, in: region, cloud).map { $0["Values"]?.elements ?? [] }
    }

    /// A value as a whole number.
    static func count(_ value: Value) -> Int {
        switch value {
        case .int(let number): number
        case .double(let number): Int(number.rounded())
        default: 0
        }
    }

    /// The values of this metric with the beginnings of their minutes, the newest first.
    func points(
        since: Instant, in region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [(at: Instant, value: Double)] {
        let result = try await Self.results([self], since: since, in: region, cloud)[0]
        return zip(result["Timestamps"]?.texts ?? [], result["Values"]?.elements ?? []).compactMap { time, value in
            guard let at = Instant(timestamp: time) else { return nil }
            return switch value {
            case .int(let number): (at, Double(number))
            case .double(let number): (at, number)
            default: nil
            }
        }
    }

    private static func results(
        _ queries: [MetricQuery], since: Instant, in region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        let minute = 60_000
        let start = (since.milliseconds + minute - 1) / minute * minute
        let end = max(start + minute, cloud.now.milliseconds / minute * minute)
        let output = try await cloud.read(
            "cloudwatch", "GetMetricData", region,
            [
                "MetricDataQueries": .list(queries.enumerated().map { $1.input(id: "m\($0)") }),
                "StartTime": .string(Instant(milliseconds: start).timestamp),
                "EndTime": .string(Instant(milliseconds: end).timestamp),
            ])
        let results = output["MetricDataResults"]?.elements ?? []
        return queries.indices.map { index in
            results.first { $0.text("Id") == "m\(index)" } ?? [:]
        }
    }

    private func input(id: String) -> Value {
        [
            "Id": .string(id),
            "MetricStat": [
                "Metric": [
                    "Namespace": .string(namespace), "MetricName": .string(metric),
                    "Dimensions": .list(dimensions.map { ["Name": .string($0.name), "Value": $0.value] }),
                ],
                "Period": 60, "Stat": .string(statistic),
            ],
        ]
    }
}
