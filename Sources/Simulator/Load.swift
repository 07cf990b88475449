public import FakeAWS
import Values

/// What people ask of a platform all the while that its road is rehearsed.
public struct Load: Sendable, Hashable {
    /// All regions together, the CDN's share included.
    public var requestsPerSecond: Int
    /// The weight of each path prefix.
    public var paths: [String: Int]
    /// What a request costs the machines.
    public var demand: Demand

    public init(requestsPerSecond: Int, paths: [String: Int], demand: Demand) {
        self.requestsPerSecond = requestsPerSecond
        self.paths = paths
        self.demand = demand
    }
}

extension Rehearsal.Start {
    /// How long nobody may notice anything before a platform counts as grown to its load, and how long that may take.
    private static let (calm, patience) = (TimeSpan.minutes(15), TimeSpan.minutes(180))

    /// The platform once it has grown to a load by itself.
    /// - Returns: what is left of requests that fail, of all of the last minutes.
    func grown(to load: Load) -> (start: Self, failed: Int, asked: Int) {
        var cloud = cloud
        cloud.setLoad(requestsPerSecond: load.requestsPerSecond, paths: load.paths, demand: load.demand)
        let end = at + Self.patience
        while true {
            let before = cloud.traffic()
            cloud.advance(to: cloud.now + Self.calm)
            let after = cloud.traffic()
            func total(_ count: (RegionTraffic) -> Int) -> Int {
                after.reduce(0) { $0 + count($1) } - before.reduce(0) { $0 + count($1) }
            }
            let failed = total(\.failed)
            if failed == 0 || cloud.now >= end {
                return (Self(cloud: cloud, memory: memory, at: cloud.now), failed, failed + total(\.answered))
            }
        }
    }
}
