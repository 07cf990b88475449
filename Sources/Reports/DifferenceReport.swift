public import Insight
import Resources
public import Terminal
public import Values

/// How two specs and what they want differ, for people and for programs.
public struct DifferenceReport: Sendable {
    private let spec: [ValueDifference]
    private let graph: GraphDifference

    public init(spec: [ValueDifference], graph: GraphDifference) {
        self.spec = spec
        self.graph = graph
    }

    public var lines: [StyledLine] {
        guard !spec.isEmpty else { return [StyledLine("No difference: both want the same.", .good)] }
        var lines = [StyledLine("In the spec", .title)] + spec.flatMap { Self.lines($0, indent: "  ") }
        guard !graph.isEmpty else { return lines + ["", "What is built stays the same."] }
        lines += [
            "",
            StyledLine("In what is built: ", .title).adding("\(graph.added.count) more", .good).adding(", ")
                .adding("\(graph.changed.count) changed", .caution).adding(", ")
                .adding("\(graph.removed.count) fewer", .danger),
        ]
        lines += graph.added.map { Self.line("+", .good, $0) }
        for changed in graph.changed {
            lines.append(Self.line("~", .caution, changed.new))
            lines += changed.properties.flatMap { Self.lines($0, indent: "      ") }
        }
        return lines + graph.removed.map { Self.line("-", .danger, $0) }
    }

    private static func line(_ symbol: String, _ role: Style.Role, _ resource: Resource) -> StyledLine {
        StyledLine("  ").adding(symbol, role).adding(" \(resource.address)  ")
            .adding(ShortText.kind(resource.kind), .aside)
    }

    private static func lines(_ difference: ValueDifference, indent: String) -> [StyledLine] {
        ChangeText.of(difference.path, difference.old, difference.new).map {
            StyledLine("\(indent)\($0.path): \($0.old) -> \($0.new)")
        }
    }

    public var value: Value {
        [
            "spec": .list(spec.map(Self.value)),
            "added": .list(graph.added.map(Self.value)), "removed": .list(graph.removed.map(Self.value)),
            "changed": .list(
                graph.changed.map {
                    Self.value($0.new).merging(["changes": .list($0.properties.map(Self.value))])
                }),
        ]
    }

    private static func value(_ difference: ValueDifference) -> Value {
        ["path": .string(difference.path), "old": difference.old ?? .null, "new": difference.new ?? .null]
    }

    private static func value(_ resource: Resource) -> Value {
        ["address": .string(resource.address.text), "kind": .string(resource.kind.name)]
    }
}
