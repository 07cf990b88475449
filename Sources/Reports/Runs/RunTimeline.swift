public import Engine
public import Planning
public import Values

/// A run as it went: what ran when, what it waited for, and which steps made it as long as it was.
public struct RunTimeline: Sendable {
    public struct Bar: Sendable, Hashable {
        public var step: String
        public var began: Instant
        /// Nil when it has no outcome.
        public var ended: Instant?
        /// The failure's message and code; empty for none.
        public var failure: String
        public var waits: [StepWait]
        /// Filled in by the timeline: the stage, how long it was expected to take, and what it depends on.
        public fileprivate(set) var stage = ""
        public fileprivate(set) var expected: TimeSpan?
        public fileprivate(set) var dependsOn: [String] = []
        /// Whether it lies on the way that made the run as long as it was.
        public fileprivate(set) var isCritical = false

        public init(step: String, began: Instant, ended: Instant?, failure: String = "", waits: [StepWait] = []) {
            self.step = step
            self.began = began
            self.ended = ended
            self.failure = failure
            self.waits = waits
        }
    }

    public struct Stage: Sendable, Hashable {
        public var name: String
        public var began: Instant
        /// When its gate held or failed.
        public var ended: Instant?
        /// `passed` or `failed`; empty while it is under way.
        public var result: String
        /// What its gate measured.
        public var measured: String

        public init(name: String, began: Instant, ended: Instant? = nil, result: String = "", measured: String = "") {
            self.name = name
            self.began = began
            self.ended = ended
            self.result = result
            self.measured = measured
        }
    }

    /// A part of the way that made the run as long as it was.
    public struct Link: Sendable, Hashable {
        /// A step's id, or what the run waited for between two steps.
        public var name: String
        public var began: Instant
        public var ended: Instant
        public var isStep: Bool
    }

    public let began: Instant
    public let ended: Instant
    /// In the order in which they began.
    public let bars: [Bar]
    public let stages: [Stage]
    /// From the run's beginning to its end, without holes.
    public let criticalPath: [Link]

    /// - Parameters:
    ///   - ended: nil for a run that runs or was killed; then the last thing known of it is its end.
    ///   - outline: nil where it was not kept; then no step depends on any.
    public init(began: Instant, ended: Instant?, bars: [Bar], stages: [Stage], outline: PlanOutline?) {
        let steps = Dictionary((outline?.steps ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var all = bars
        for index in all.indices {
            guard let step = steps[all[index].step], let outline else { continue }
            all[index].stage = step.stage
            all[index].expected = step.expected
            all[index].dependsOn = step.dependsOn.map { outline.steps[$0].id }
        }
        self.began = began
        var last = began
        for bar in all { last = max(last, bar.ended ?? bar.waits.last?.since ?? bar.began) }
        for stage in stages { last = max(last, stage.ended ?? stage.began) }
        self.ended = ended ?? last
        let path = Self.path(all, stages, began, self.ended)
        let critical = Set(path.filter(\.isStep).map(\.name))
        for index in all.indices { all[index].isCritical = critical.contains(all[index].step) }
        self.bars = all
        self.stages = stages
        criticalPath = path
    }

    /// Back from the end: each step waited for the last that it depends on; the first ones of a stage for the stage before.
    private static func path(_ bars: [Bar], _ stages: [Stage], _ began: Instant, _ ended: Instant) -> [Link] {
        let byID = Dictionary(bars.map { ($0.step, $0) }, uniquingKeysWith: { $1 })
        func end(_ bar: Bar) -> Instant { bar.ended ?? ended }
        func last(_ bars: some Sequence<Bar>) -> Bar? { bars.max { (end($0), $1.step) < (end($1), $0.step) } }
        var links: [Link] = []
        var edge = ended
        var next = last(bars)
        var seen: Set<String> = []
        while let bar = next, seen.insert(bar.step).inserted {
            if end(bar) < edge { links.append(gap(end(bar), edge, stages)) }
            links.append(Link(name: bar.step, began: bar.began, ended: min(end(bar), edge), isStep: true))
            edge = bar.began
            let before = bar.dependsOn.compactMap { byID[$0] }.filter { end($0) <= bar.began }
            next =
                last(before.filter { $0.stage == bar.stage })
                ?? last(bars.filter { $0.stage != bar.stage && end($0) <= bar.began })
        }
        if began < edge { links.append(gap(began, edge, stages)) }
        return links.reversed()
    }

    /// What the run did while no step of the way ran.
    private static func gap(_ from: Instant, _ to: Instant, _ stages: [Stage]) -> Link {
        let gate = stages.first { stage in stage.ended.map { from < $0 && $0 <= to } ?? false }
        let name = gate.map { "the gate of \($0.name)" } ?? "waited for a free place among the calls"
        return Link(name: name, began: from, ended: to, isStep: false)
    }

    /// How many steps ran, from each moment at which that changed on.
    public var concurrency: [(at: Instant, count: Int)] {
        var changes: [Instant: Int] = [:]
        for bar in bars {
            changes[bar.began, default: 0] += 1
            changes[bar.ended ?? ended, default: 0] -= 1
        }
        var count = 0
        return changes.sorted { $0.key < $1.key }.map { at, change in
            count += change
            return (at, count)
        }
    }

    /// Each wait with its end, the longest first.
    public var waits: [(step: String, reason: String, since: Instant, span: TimeSpan)] {
        var all: [(step: String, reason: String, since: Instant, span: TimeSpan)] = []
        for bar in bars {
            for (index, wait) in bar.waits.enumerated() {
                let end = index + 1 < bar.waits.count ? bar.waits[index + 1].since : bar.ended ?? ended
                all.append((bar.step, wait.reason, wait.since, end - wait.since))
            }
        }
        return all.sorted { left, right in
            left.span == right.span ? (left.since, left.step) < (right.since, right.step) : left.span > right.span
        }
    }
}
