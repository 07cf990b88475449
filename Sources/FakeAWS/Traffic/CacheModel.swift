import Values

/// What the cache of a region answers: nothing while it is cold, and more and more of what is asked often as it warms up.
struct CacheModel {
    /// How long a cold cache takes until it has what people ask for, as a straight line.
    static let warmUp = TimeSpan.minutes(10)

    private let cloud: Cloud
    private let moment: Instant

    init(_ cloud: Cloud, at moment: Instant) {
        self.cloud = cloud
        self.moment = moment
    }

    /// The name under which it is remembered since when the services of a region ask their cache.
    static func note(_ region: String) -> String { "cache \(region)" }

    private func group(_ region: String) -> CloudObject? {
        cloud.allEvenHidden(ElastiCache.replicationGroup, region).first { $0.status == "available" }
    }

    /// Whether the services of a region ask a cache that is there.
    func isAsked(_ region: String) -> Bool {
        group(region) != nil && ServiceSettings(region: region, cloud)?.hasCache != false
    }

    /// Thousandths of reads that it answers, of `hits` once it is warm.
    func hits(_ region: String, _ hits: Int) -> Int {
        guard isAsked(region), !cloud.faults.deafCaches.contains(region) else { return 0 }
        guard let since = Traffic.noted(Self.note(region), cloud) else { return hits }
        return hits * min(Self.warmUp.milliseconds, max(0, (moment - since).milliseconds)) / Self.warmUp.milliseconds
    }

    /// Counts what it is asked by a flow of requests, of which so many thousandths read.
    func count(_ flow: inout Routing.Flow, reads: Int, hits: Int) {
        guard isAsked(flow.region) else { return }
        let asked = max(0, flow.answered) * reads / 1000
        let answered = asked * self.hits(flow.region, hits) / 1000
        flow.thousandths["CacheHits"] = answered
        flow.thousandths["CacheMisses"] = asked - answered
    }

    /// Until when it answers as it does now, in milliseconds, as far as a minute's counts tell.
    func steadyUntil(_ end: Int) -> Int {
        var until = end
        for region in cloud.regions(of: ElastiCache.replicationGroup) {
            guard let since = Traffic.noted(Self.note(region), cloud), moment - since < Self.warmUp else { continue }
            until = min(until, (moment.milliseconds / 60_000 + 1) * 60_000)
        }
        return until
    }

    /// What CloudWatch has of a node in a minute: the services ask the primary, which is the first.
    static func metric(_ name: String, of node: String, _ minute: Int, _ region: String, _ cloud: Cloud) -> Int? {
        let group = cloud.allEvenHidden(ElastiCache.replicationGroup, region).first {
            $0.hidden["members"]?.elements.first?.text("Name") == node
        }
        guard group != nil, ["CacheHits", "CacheMisses"].contains(name) else { return nil }
        let counts = cloud.allEvenHidden(Traffic.minuteType, region).filter { $0.id.hasPrefix("\(minute) ") }
            .compactMap { $0.hidden.number(name) }
        return counts.isEmpty ? nil : (counts.reduce(0, +) + 500) / 1000
    }
}
