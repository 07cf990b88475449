public import FakeAWS
public import Values

/// A game day on a copy of the cloud: something is killed, and how users fare is measured until they are served again.
public struct Drill: Sendable {
    /// What is killed.
    public enum Target: Sendable, Hashable {
        case zone(String)
        case region(String)
        /// The database that is written.
        case database

        /// In words, for example `zone ap-south-1a`.
        public var words: String {
            switch self {
            case .zone(let name): "zone \(name)"
            case .region(let name): "region \(name)"
            case .database: "the database that is written"
            }
        }
    }

    /// What was measured.
    public struct Outcome: Sendable, Hashable {
        /// Requests that failed and those that were answered, from the kill on.
        public var failed = 0
        public var answered = 0
        /// From the kill until the last request failed; nil where requests still fail at the end.
        public var servedAfter: TimeSpan? = .zero
        /// From the kill until as many targets are healthy as before; nil where they are not at the end.
        public var wholeAfter: TimeSpan? = .zero
        public var targetsBefore = 0
        public var targetsLeast = 0
        /// How long it was watched.
        public var watched = TimeSpan.zero
        /// How far the replica was behind at the kill: what a promotion then would lose; nil without one.
        public var lossBound: TimeSpan?
        /// What happened, second by second, where something changed.
        public var lines: [String] = []
    }

    private static let step = TimeSpan.seconds(10)
    private static let limit = TimeSpan.minutes(60)

    private var cloud: Cloud
    private let target: Target

    /// - Parameter cloud: a copy; the real one is left alone. What is broken in it counts as mended.
    public init(_ cloud: Cloud, killing target: Target) {
        self.cloud = cloud
        self.target = target
        self.cloud.mend()
    }

    /// Runs the game day.
    public func run() -> Outcome {
        var cloud = cloud
        // People come for a while first, so that what stands at the kill is what they know.
        cloud.advance(to: cloud.now + .minutes(10))
        var outcome = Outcome(targetsBefore: cloud.healthyTargets, targetsLeast: cloud.healthyTargets)
        let (began, before) = (cloud.now, Self.sum(cloud.traffic()))
        outcome.lossBound = cloud.replicaLag.map { .milliseconds($0) }
        kill(&cloud)
        var last = before
        var lastFailure: Instant?
        var lastLess: Instant?
        while cloud.now - began < Self.limit {
            cloud.advance(to: cloud.now + Self.step)
            let traffic = Self.sum(cloud.traffic())
            let healthy = cloud.healthyTargets
            if traffic.failed > last.failed { lastFailure = cloud.now }
            if healthy < outcome.targetsBefore { lastLess = cloud.now }
            let line =
                "\(Self.rate(traffic.answered - last.answered)) answered and \(Self.rate(traffic.failed - last.failed)) "
                + "failed a second, \(healthy) of \(outcome.targetsBefore) targets healthy"
            if outcome.lines.last?.hasSuffix(line) != true {
                outcome.lines.append("\((cloud.now - began).seconds) s: \(line)")
            }
            outcome.targetsLeast = min(outcome.targetsLeast, healthy)
            last = traffic
        }
        outcome.watched = cloud.now - began
        outcome.failed = last.failed - before.failed
        outcome.answered = last.answered - before.answered
        outcome.servedAfter = lastFailure.map { $0 == cloud.now ? nil : $0 - began } ?? .zero
        outcome.wholeAfter = lastLess.map { $0 == cloud.now ? nil : $0 - began } ?? .zero
        return outcome
    }

    private func kill(_ cloud: inout Cloud) {
        switch target {
        case .zone(let name): cloud.faults.deadZones.insert(name)
        case .region(let name): cloud.cut(region: name)
        case .database: cloud.failDatabase()
        }
    }

    private static func sum(_ traffic: [RegionTraffic]) -> (answered: Int, failed: Int) {
        traffic.reduce(into: (0, 0)) {
            $0.0 += $1.answered
            $0.1 += $1.failed
        }
    }

    private static func rate(_ count: Int) -> Int { (count + 5) / 10 }
}
