public import Insight
import Planning
import Resources
public import Terminal
public import Values

/// What a step waits for, since when, and what would let it go on.
public struct WaitReport: Sendable {
    private let wait: Wait
    /// Since when a run is under way; nil for no run.
    private let running: Instant?
    private let now: Instant
    private let again: String

    /// - Parameter again: the command line that goes on.
    public init(_ wait: Wait, running: Instant?, now: Instant, again: String) {
        self.wait = wait
        self.running = running
        self.now = now
        self.again = again
    }

    private enum State: String { case failed, running, ready, waiting }

    private var state: State {
        if wait.fact?.failure != nil { return .failed }
        if let fact = wait.fact, fact.ended == nil { return .running }
        return wait.before == 0 ? .ready : .waiting
    }

    public var lines: [StyledLine] {
        var lines = [StyledLine(wait.step.id, .title).adding("  stage \(wait.step.stage)", .aside)]
        switch state {
        case .failed: lines += failed(wait.fact, indent: "  ")
        case .running: lines += began(wait.fact, wait.reason, indent: "  ")
        case .ready: lines.append("  waits for nothing but a run")
        case .waiting:
            lines.append("  waits on \(wait.before) steps, about \(wait.span.words) by their expected durations")
            for step in wait.direct.prefix(Self.most) { lines.append("    behind  \(step.id)") }
            if wait.direct.count > Self.most { lines.append("    and \(wait.direct.count - Self.most) more") }
        }
        for gate in wait.gates { lines.append("    behind  the gate of \(gate.stage): \(gate.gate.measure)") }
        if !wait.roots.isEmpty { lines.append("  what stands at the front of it") }
        for root in wait.roots.prefix(Self.most) {
            lines.append(StyledLine("    \(root.step.id)"))
            if root.fact?.failure != nil {
                lines += failed(root.fact, indent: "      ")
            } else if let fact = root.fact, fact.ended == nil {
                lines += began(fact, root.reason, indent: "      ")
            }
        }
        if wait.roots.count > Self.most { lines.append("    and \(wait.roots.count - Self.most) more") }
        return lines + [StyledLine("  next: ", .note).adding(next)]
    }

    private static let most = 5

    private func failed(_ fact: StepFact?, indent: String) -> [StyledLine] {
        guard let fact, let failure = fact.failure else { return [] }
        let ended = fact.ended.map { ", \((now - $0).words) ago" } ?? ""
        return [
            StyledLine(indent).adding("failed", .danger).adding("\(ended): \(failure.message) [\(failure.code)]")
        ] + (failure.hint.isEmpty ? [] : [StyledLine("\(indent)\(failure.hint)")])
    }

    private func began(_ fact: StepFact?, _ reason: String, indent: String) -> [StyledLine] {
        guard let fact else { return [] }
        let what = reason.isEmpty ? "" : "; the cloud says: \(reason)"
        return [
            StyledLine(
                "\(indent)begun \(fact.began.timestamp), \((now - fact.began).words) ago, without an outcome\(what)")
        ]
    }

    /// What would let it go on.
    private var next: String {
        let failure = wait.fact?.failure ?? wait.roots.lazy.compactMap { $0.fact?.failure }.first
        if failure != nil, running == nil { return "mend that, then \(again)" }
        if let running { return "nothing to do: a run is under way since \(running.timestamp)" }
        return again
    }

    public var value: Value {
        [
            "step": .string(wait.step.id), "address": .string(wait.step.address.text),
            "stage": .string(wait.step.stage), "state": .string(state.rawValue), "before": .int(wait.before),
            "expectedSeconds": .int(wait.span.seconds), "reason": .string(wait.reason),
            "waitsOn": .strings(wait.direct.map(\.id)),
            "gates": .strings(wait.gates.map(\.stage)),
            "began": wait.fact.map { .string($0.began.timestamp) } ?? .null,
            "failure": Self.value(wait.fact?.failure),
            "roots": .list(
                wait.roots.map { root in
                    [
                        "step": .string(root.step.id), "reason": .string(root.reason),
                        "began": root.fact.map { .string($0.began.timestamp) } ?? .null,
                        "failure": Self.value(root.fact?.failure),
                    ]
                }),
            "running": .bool(running != nil), "next": .string(next),
        ]
    }

    private static func value(_ failure: StepFact.Failure?) -> Value {
        guard let failure else { return .null }
        return [
            "code": .string(failure.code), "message": .string(failure.message), "hint": .string(failure.hint),
        ]
    }
}
