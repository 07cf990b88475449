public import Providers
public import Resources

/// Everything that gates can measure.
public enum AllGauges {
    public static let byGauge: [Measurement.Gauge: any GaugeDriver] = Dictionary(
        uniqueKeysWithValues: ([
            HealthyTargets(), FailedRequests(), ReplicaLag(), Unreplayed(), RowsBehind(), SlotLag(), CacheHits(),
            AvailablePods(),
        ]
            as [any GaugeDriver])
            .map {
                ($0.gauge, $0)
            })
}
