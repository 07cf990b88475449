import Engine
import FakeAWS
import Providers
public import Values

/// What happened in one rehearsal, for people who want to see it.
public struct Recording: Sendable, Hashable {
    /// Something worth a line.
    public struct Event: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable { case life, mishap, stage, gate, step, breach }

        public let at: Instant
        public let kind: Kind
        public let text: String
    }

    /// From the beginning of a stage to its gate.
    public struct Stage: Sendable, Hashable {
        public let name: String
        public let began: Instant
        public var ended: Instant?
        /// `passed`, `failed`, or empty for one that was interrupted.
        public var result = ""
    }

    /// What a region's users got.
    public struct Region: Sendable, Hashable {
        public let name: String
        public let answered: Int
        public let failed: Int
    }

    /// What users got until a moment, since the rehearsal began, and how far the replicas were behind.
    public struct Sample: Sendable, Hashable {
        public let at: Instant
        public let regions: [Region]
        /// Milliseconds; nil without a replica.
        public let lag: Int?
    }

    public let began: Instant
    public internal(set) var name = ""
    public internal(set) var ended: Instant
    public internal(set) var events: [Event] = []
    public internal(set) var stages: [Stage] = []
    public internal(set) var samples: [Sample] = []

    init(began: Instant) {
        self.began = began
        ended = began
    }

    mutating func add(at moment: Instant, _ traffic: [RegionTraffic], lag: Int?) {
        samples.append(
            Sample(
                at: moment,
                regions: traffic.map { Region(name: $0.region, answered: $0.answered, failed: $0.failed) }, lag: lag))
    }

    mutating func see(_ event: RunEvent, steps: [String]) {
        func step(_ index: Int) -> String { steps.indices.contains(index) ? steps[index] : "\(index)" }
        switch event {
        case .stageBegan(let name, let at):
            stages.append(Stage(name: name, began: at))
            events.append(Event(at: at, kind: .stage, text: "\(name) begins"))
        case .stagePassed(let name, let measured, let at):
            close(name, at, "passed")
            events.append(
                Event(at: at, kind: .stage, text: "\(name) is passed" + (measured.isEmpty ? "" : ": \(measured)")))
        case .gateMeasured(let name, let measured, let at):
            events.append(Event(at: at, kind: .gate, text: "gate of \(name): \(measured)"))
        case .gateFailed(let name, let measured, let at):
            close(name, at, "failed")
            events.append(Event(at: at, kind: .gate, text: "GATE FAILED: \(name): \(measured)"))
        case .stepFailed(let index, let failure, let at):
            events.append(
                Event(at: at, kind: .step, text: "\(step(index)) failed: \(failure.message) [\(failure.code)]"))
        case .stageWaits(let name, let until, let at):
            events.append(Event(at: at, kind: .stage, text: "\(name) waits for its window at \(until.timestamp)"))
        case .cancelling(let at): events.append(Event(at: at, kind: .life, text: "no new step begins"))
        default: break
        }
    }

    private mutating func close(_ name: String, _ at: Instant, _ result: String) {
        guard let index = stages.lastIndex(where: { $0.name == name && $0.ended == nil }) else { return }
        stages[index].ended = at
        stages[index].result = result
    }

    mutating func close(at moment: Instant) {
        ended = moment
        for index in stages.indices where stages[index].ended == nil { stages[index].ended = moment }
    }

    /// The events as lines that a person can read.
    public var lines: [String] {
        events.map { event in
            let seconds = (event.at - began).seconds
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))  \(event.text)"
        }
    }
}
