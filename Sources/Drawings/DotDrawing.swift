import Resources

extension PlatformDrawing {
    /// A directed graph in Graphviz's language, arrows from what is needed to who needs it.
    public var dot: String {
        var lines = [
            "digraph \(Self.quoted(title)) {", "  rankdir=LR; compound=true;",
            "  graph [fontname=\"Helvetica\"]; node [fontname=\"Helvetica\", shape=box, style=rounded]; "
                + "edge [color=gray50];",
        ]
        for scope in scopes {
            lines.append("  subgraph \(Self.quoted("cluster \(scope)")) {")
            lines.append("    label=\(Self.quoted(scope));")
            for area in Set(nodes.filter { $0.scope == scope }.map(\.area)).sorted() {
                lines.append("    subgraph \(Self.quoted("cluster \(scope)/\(area)")) {")
                lines.append("      label=\(Self.quoted(area)); style=dashed;")
                for node in nodes where node.scope == scope && node.area == area {
                    let label = "\(node.address.local)\n\(Self.short(node.kind))"
                    let look = node.isProtected ? ", penwidth=2, color=firebrick" : ""
                    lines.append("      \(Self.quoted(node.address.text)) [label=\(Self.quoted(label))\(look)];")
                }
                lines.append("    }")
            }
            lines.append("  }")
        }
        for node in nodes {
            for need in node.needs {
                lines.append("  \(Self.quoted(nodes[need].address.text)) -> \(Self.quoted(node.address.text));")
            }
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            switch character {
            case "\"", "\\": quoted += "\\\(character)"
            case "\n": quoted += "\\n"
            default: quoted.append(character)
            }
        }
        return quoted + "\""
    }
}
