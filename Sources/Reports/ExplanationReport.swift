public import Costs
import Diagnostics
public import Insight
public import Planning
public import Resources
public import Terminal
public import Values

/// Why a resource exists, for people and for programs.
public struct ExplanationReport: Sendable {
    private let explanation: Explanation
    private let schema: KindSchema?
    private let recorded: RecordedResource?
    private let cost: CostLine?

    /// - Parameters:
    ///   - recorded: what state knows of it; nil for nothing.
    ///   - cost: what it costs; nil for nothing.
    public init(_ explanation: Explanation, schema: KindSchema?, recorded: RecordedResource?, cost: CostLine?) {
        self.cost = cost
        self.explanation = explanation
        self.schema = schema
        self.recorded = recorded
    }

    private var resource: Resource { explanation.resource }
    /// What shapes most of the platform says little of one resource.
    private var particular: [SpecSource] {
        explanation.sources.filter { $0.isNeeded || $0.reach * 2 <= explanation.total }
    }
    private var general: [SpecSource] {
        explanation.sources.filter { !$0.isNeeded && $0.reach * 2 > explanation.total }
    }

    public var lines: [StyledLine] {
        var lines = [StyledLine(resource.address.text, .title).adding("  \(resource.kind)", .aside)]
        lines += row("phase", [phases])
        if let cures = explanation.cures { lines += row("cures", [cures]) }
        lines += row("comes from", sources(particular.filter(\.isNeeded)))
        lines += row("shaped by", sources(particular.filter { !$0.isNeeded }))
        if !general.isEmpty { lines += row("and as most", [general.map(\.path).joined(separator: ", ")]) }
        lines += row("uses", explanation.needs.map(\.text))
        lines += row("used by", explanation.neededBy.map(\.text))
        if explanation.neededByWayOfOthers > 0 {
            lines += row("", ["and \(explanation.neededByWayOfOthers) more by way of these"])
        }
        lines += row("lifecycle", lifecycle)
        if let schema {
            lines += row("takes", ["about \(schema.expectedCreate(resource.properties).words) to create"])
            lines += row("replaced when", [replacing(schema).joined(separator: ", ")].filter { !$0.isEmpty })
        }
        lines += row("costs", costs)
        return lines + row("now", [now])
    }

    private func row(_ title: String, _ texts: [String]) -> [StyledLine] {
        texts.enumerated().map { index, text in
            let head = index == 0 ? title : ""
            let padding = String(repeating: " ", count: max(1, 15 - head.count))
            return StyledLine("  ").adding(head + padding, .aside).adding(text)
        }
    }

    private var phases: String {
        let from = "from phase \(explanation.since) on"
        return explanation.until.map { "\(from), until phase \($0) retires it" } ?? from
    }

    private func sources(_ sources: [SpecSource]) -> [String] {
        let shown = sources.map { source in
            let value = source.path.hasSuffix("]") ? "" : " = \(ShortText.value(source.value))"
            return [source.path + value, source.location?.description ?? "(a default)"]
        }
        return Table.lines(shown)
    }

    private var lifecycle: [String] {
        let life = resource.lifecycle
        var texts: [String] = []
        if life.isProtected { texts.append("protected: a delete needs --allow-destroy \(resource.address)") }
        if life.isKept { texts.append("holds data: it is kept, not deleted, when no phase wants it any more") }
        if life.createsBeforeDestroy { texts.append("a replacement is made before the old one goes") }
        if life.shiftsTraffic { texts.append("users reach the new shape by it, so a road makes it while it shifts") }
        return texts
    }

    private func replacing(_ schema: KindSchema) -> [String] {
        schema.rules.filter { $0.effect == .replaces && resource.properties[$0.property] != nil }.map(\.property)
    }

    private var costs: [String] {
        guard let cost else { return ["nothing"] }
        var texts: [String] = []
        if cost.nanos > 0 {
            let doubt = cost.isUnverified ? ", by unverified prices" : ""
            texts.append(
                "\(CostReport.dollars(cost.nanos)) USD a month: \(cost.parts.joined(separator: ", "))\(doubt)")
        }
        if !cost.unknown.isEmpty { texts.append("no price is known for \(cost.unknown.joined(separator: ", "))") }
        if !cost.use.isEmpty { texts.append("by use: \(cost.use)") }
        return texts
    }

    private var now: String {
        guard let recorded else { return "state does not know it" }
        let seen = recorded.observation
        let status: String =
            switch seen.status {
            case .ready: "ready"
            case .pending(let reason): "pending: \(reason)"
            case .failed(let reason): "failed: \(reason)"
            case .deleting: "deleting"
            }
        return "\(seen.physicalID), generation \(seen.generation), \(recorded.isKept ? "kept" : status)"
    }

    public var value: Value {
        [
            "address": .string(resource.address.text), "kind": .string(resource.kind.name),
            "region": .string(resource.region), "sincePhase": .int(explanation.since),
            "untilPhase": explanation.until.map(Value.int) ?? .null,
            "cures": explanation.cures.map(Value.string) ?? .null,
            "sources": .list(
                explanation.sources.map { source in
                    [
                        "path": .string(source.path), "value": source.value,
                        "file": source.location.map { .string($0.file) } ?? .null,
                        "line": source.location.map { .int($0.line) } ?? .null,
                        "needed": .bool(source.isNeeded), "reach": .int(source.reach),
                    ]
                }),
            "uses": .strings(explanation.needs.map(\.text)),
            "usedBy": .strings(explanation.neededBy.map(\.text)),
            "usedByWayOfOthers": .int(explanation.neededByWayOfOthers),
            "monthlyUSD": .double(Double(((cost?.nanos ?? 0) + 5_000_000) / 10_000_000) / 100),
            "protected": .bool(resource.lifecycle.isProtected), "kept": .bool(resource.lifecycle.isKept),
            "id": recorded.map { .string($0.observation.physicalID) } ?? .null,
        ]
    }
}
