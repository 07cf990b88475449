public import Planning
import Resources
public import Terminal
public import Values

/// What others changed, for people and for programs.
public struct DriftReport: Sendable {
    private let drift: [Drift]
    private let platform: String

    public init(_ drift: [Drift], platform: String) {
        self.drift = drift
        self.platform = platform
    }

    /// The report's lines.
    public var lines: [StyledLine] {
        guard !drift.isEmpty else {
            return [StyledLine("No drift: \(platform) is what the last run left.", .good)]
        }
        let counts: [(Drift.Change, String)] = [(.changed, "changed"), (.gone, "gone"), (.unknown, "unknown to state")]
        let shown = counts.compactMap { change, word -> String? in
            let number = drift.count { $0.change == change }
            return number > 0 ? "\(number) \(word)" : nil
        }
        var lines: [StyledLine] = [
            StyledLine("Drift: \(shown.joined(separator: ", ")).", .title),
            "\(platform) was changed from outside since the last run. Nothing below is planned.", "",
        ]
        for one in drift { lines += self.lines(one) }
        if drift.contains(where: { $0.change != .unknown }) {
            lines += [
                "", "`apply --refresh-only` takes this over into the state; `apply` brings back what the spec wants.",
            ]
        }
        return lines
    }

    /// What happened to a resource as a whole.
    public static func words(_ change: Drift.Change) -> String {
        switch change {
        case .changed: "changed"
        case .gone: "gone"
        case .unknown: "unknown to state"
        }
    }

    private func lines(_ one: Drift) -> [StyledLine] {
        let (symbol, role, text): (String, Style.Role, String) =
            switch one.change {
            case .changed: ("~", .caution, "")
            case .gone: ("-", .danger, "  (the cloud no longer has \(one.physicalID))")
            case .unknown: ("?", .note, "  (\(one.physicalID) carries our tags; the next apply adopts or removes it)")
            }
        let title = StyledLine("  ").adding(symbol, role).adding(" \(one.address)  ")
            .adding(ShortText.kind(one.kind), .aside).adding(text, .aside)
        return [title]
            + one.properties.flatMap { ChangeText.of($0.path, $0.old, $0.new) }.map {
                StyledLine("      \($0.path): \($0.old) -> \($0.new)")
            }
    }

    /// As a comment on an issue or a pull request; the same drift gives the same text.
    public func markdown(limit: Int = PlanMarkdown.limit) -> String {
        var text = MarkdownText(limit: limit)
        text.add("<!-- reconcile drift of \(platform) -->")
        let title = lines[0].plain
        text.add("### \(MarkdownText.escaped(platform)): \(MarkdownText.escaped(drift.isEmpty ? "no drift" : title))")
        text.fold(
            "Changed from outside since the last run",
            of: drift.map { lines($0).map { "!" + $0.plain.dropFirst(2) }.joined(separator: "\n") },
            isOpen: true)
        return text.finished
    }

    /// The `drift` of `plan --refresh-only --json`.
    public var value: Value {
        .list(
            drift.map { one in
                [
                    "address": .string(one.address.text), "kind": .string(one.kind.name),
                    "region": .string(one.region), "generation": .int(one.generation),
                    "physicalID": .string(one.physicalID), "change": .string(one.change.rawValue),
                    "changes": .list(
                        one.properties.map {
                            ["path": .string($0.path), "old": $0.old ?? .null, "new": $0.new ?? .null]
                        }),
                ]
            })
    }
}
