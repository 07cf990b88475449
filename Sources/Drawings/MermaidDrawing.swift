extension PlatformDrawing {
    /// A flowchart in Mermaid's language, by areas: GitHub draws it where it stands in a Markdown file.
    public var mermaid: String {
        let drawing = AreaDrawing(self)
        var lines = ["flowchart LR"]
        for (number, scope) in scopes.enumerated() {
            lines.append("  subgraph s\(number)[\"\(scope)\"]")
            for (index, area) in drawing.areas.enumerated() where area.scope == scope {
                let kinds = area.kinds.prefix(3).joined(separator: ", ") + (area.kinds.count > 3 ? ", ..." : "")
                lines.append("    a\(index)[\"<b>\(area.name)</b><br/>\(kinds)\"]")
            }
            lines.append("  end")
        }
        lines += drawing.edges.map { "  a\($0.from) --> a\($0.to)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
