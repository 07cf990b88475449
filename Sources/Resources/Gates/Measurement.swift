public import Values

/// Something that a gate reads, as a user could read it: from the load balancer, the database or CloudWatch.
public struct Measurement: Sendable, Hashable {
    /// What is read.
    public enum Gauge: String, Sendable, Hashable, CaseIterable {
        /// Thousandths of a target group's targets that are healthy; `subject` has `TargetGroupArn`.
        case healthyTargets
        /// Thousandths of the requests to a target group that fail by 5xx; `subject` has `TargetGroup`, `LoadBalancer`.
        case failedRequests
        /// Milliseconds that a read replica is behind; `subject` has `DBInstanceIdentifier`.
        case replicaLag
        /// Milliseconds before the gate's stage of which a replica may lack writes: 0 once it has replayed one that is
        /// younger. `subject` has its `DBInstanceIdentifier`, and `Writer` and `WriterRegion` of what it follows.
        case unreplayed
        /// Bytes of its log that the copy of a database is behind, while rows move between two databases; `subject` has
        /// `DocumentName`, `InstanceId`, `From`, `Host` and `Port`.
        case rowsBehind
        /// Bytes of its log that the slowest logical copy of a database has not confirmed; `subject` has the database's
        /// `DBInstanceIdentifier`.
        case slotLag
        /// Thousandths of the pods which a cluster's Deployments want that are available; `subject` has `cluster`, its name.
        case availablePods
        /// Thousandths of what a cache is asked that it answers; `subject` has `ReplicationGroupId`.
        case cacheHits
    }

    /// The bound that the reading must keep.
    public enum Bound: Sendable, Hashable {
        case atLeast(Int)
        case atMost(Int)
    }

    public var gauge: Gauge
    public var region: String
    /// What is measured, in words, for example `cluster/target-group`.
    public var name: String
    /// Names the thing by attributes of resources; may hold references.
    public var subject: Value
    public var bound: Bound
    /// With fewer samples the reading says nothing, and the gate does not hold.
    public var minimumSamples: Int

    public init(
        _ gauge: Gauge, of name: String, in region: String, subject: Value, bound: Bound, minimumSamples: Int = 1
    ) {
        self.gauge = gauge
        self.region = region
        self.name = name
        self.subject = subject
        self.bound = bound
        self.minimumSamples = minimumSamples
    }

    /// The condition in words, for example `failed requests of cluster/target-group at most 1 %`.
    public var text: String {
        let (word, limit) =
            switch bound {
            case .atLeast(let limit): ("at least", limit)
            case .atMost(let limit): ("at most", limit)
            }
        return "\(gauge.words) of \(region)/\(name) \(word) \(gauge.shown(limit))"
    }

    /// Whether a value keeps the bound.
    public func isMet(by value: Int) -> Bool {
        switch bound {
        case .atLeast(let limit): value >= limit
        case .atMost(let limit): value <= limit
        }
    }
}

extension Measurement.Gauge {
    /// What it reads, in words.
    public var words: String {
        switch self {
        case .healthyTargets: "healthy targets"
        case .failedRequests: "failed requests"
        case .replicaLag: "replica lag"
        case .unreplayed: "writes that may be missing"
        case .rowsBehind, .slotLag: "log that the copy lacks"
        case .availablePods: "available pods"
        case .cacheHits: "cache hit rate"
        }
    }

    /// Without users' requests it says nothing.
    public var needsTraffic: Bool { self == .failedRequests || self == .cacheHits }

    /// A bound that is broken may hold a while later by itself, so that it is waited for.
    public var mendsItself: Bool { self != .failedRequests }

    /// A value with its unit.
    public func shown(_ value: Int) -> String {
        switch self {
        case .healthyTargets, .failedRequests, .cacheHits, .availablePods:
            value % 10 == 0 ? "\(value / 10) %" : "\(value / 10).\(value % 10) %"
        case .replicaLag: "\(value) ms"
        case .unreplayed: value == 0 ? "0 s" : "\((value + 999) / 1000) s"
        case .rowsBehind, .slotLag: value < 1024 ? "\(value) B" : "\(value / 1024) KiB"
        }
    }
}
