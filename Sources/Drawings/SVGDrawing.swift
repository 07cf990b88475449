import Documents

/// The areas of a platform as a picture: a lane for each region, columns from what is needed to who needs it.
struct SVGDrawing {
    private struct Place {
        let x: Int
        let y: Int
        let height: Int
    }

    private static let width = 170
    private static let gap = 56
    private static let margin = 16
    private static let line = 15
    private static let most = 4

    private let drawing: PlatformDrawing
    private let areas: AreaDrawing

    init(_ drawing: PlatformDrawing) {
        self.drawing = drawing
        areas = AreaDrawing(drawing)
    }

    var text: String {
        let (places, lanes, height) = layout
        let width = 2 * Self.margin + areas.columns * Self.width + max(0, areas.columns - 1) * Self.gap + 16
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\" "
                + "viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\">",
            "<title id=\"title\">\(HTMLText.escaped(drawing.title))</title>",
            "<desc id=\"desc\">\(drawing.nodes.count) resources in \(areas.areas.count) areas; arrows lead from what is "
                + "needed to who needs it.</desc>",
            Self.style, "<rect class=\"page\" width=\"\(width)\" height=\"\(height)\"/>",
            "<text class=\"head\" x=\"\(Self.margin)\" y=\"26\">\(HTMLText.escaped(drawing.title))</text>",
        ]
        for lane in lanes {
            lines.append(
                "<rect class=\"lane\" x=\"8\" y=\"\(lane.y)\" width=\"\(width - 16)\" height=\"\(lane.height)\" rx=\"8\"/>"
                    + "<text class=\"region\" x=\"\(Self.margin + 8)\" y=\"\(lane.y + 19)\">\(HTMLText.escaped(lane.scope))"
                    + "</text>")
        }
        lines += areas.edges.map { edge($0, places) }
        for (index, area) in areas.areas.enumerated() { lines += box(area, places[index]) }
        return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    private static let style = """
        <style>
        .page{fill:#fff}.lane{fill:#f3f5f8;stroke:#c4ccd6}.box{fill:#fff;stroke:#5b6b7f}
        .head{font:600 16px system-ui,sans-serif;fill:#1b2530}.region{font:600 13px system-ui,sans-serif;fill:#35506e}
        .name{font:600 13px system-ui,sans-serif;fill:#1b2530}.kind{font:11px system-ui,sans-serif;fill:#45525f}
        .edge{fill:none;stroke:#7a8899;stroke-width:1.1;opacity:.55}
        @media (prefers-color-scheme:dark){
        .page{fill:#12181f}.lane{fill:#1a222c;stroke:#3a4757}.box{fill:#222d39;stroke:#8799ad}
        .head,.name{fill:#eef3f8}.region{fill:#a9c7e8}.kind{fill:#bcc8d4}.edge{stroke:#8fa1b5}
        }
        </style>
        """

    /// Where each area stands, and the lanes; boxes of one lane and column stand below each other.
    private var layout: (places: [Place], lanes: [(scope: String, y: Int, height: Int)], height: Int) {
        var places = areas.areas.map { _ in Place(x: 0, y: 0, height: 0) }
        var lanes: [(scope: String, y: Int, height: Int)] = []
        var top = 40
        for scope in drawing.scopes {
            var ends = Array(repeating: top + 30, count: areas.columns)
            for (index, area) in areas.areas.enumerated() where area.scope == scope {
                let rows = min(area.kinds.count, Self.most) + (area.kinds.count > Self.most ? 1 : 0)
                let height = 28 + rows * Self.line
                places[index] = Place(
                    x: Self.margin + 8 + area.column * (Self.width + Self.gap), y: ends[area.column], height: height)
                ends[area.column] += height + 12
            }
            let bottom = ends.max() ?? top
            lanes.append((scope, top, bottom - top))
            top = bottom + 12
        }
        return (places, lanes, top)
    }

    private func box(_ area: AreaDrawing.Area, _ place: Place) -> [String] {
        var texts = Array(area.kinds.prefix(Self.most))
        if area.kinds.count > Self.most { texts.append("and \(area.kinds.count - Self.most) more kinds") }
        var lines = [
            "<rect class=\"box\" x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(Self.width)\" height=\"\(place.height)\" "
                + "rx=\"6\"/>",
            "<text class=\"name\" x=\"\(place.x + 10)\" y=\"\(place.y + 19)\">\(HTMLText.escaped(area.name)) "
                + "(\(area.count))</text>",
        ]
        for (row, text) in texts.enumerated() {
            let shown = text.count > 26 ? text.prefix(25) + "…" : text
            lines.append(
                "<text class=\"kind\" x=\"\(place.x + 10)\" y=\"\(place.y + 35 + row * Self.line)\">"
                    + "\(HTMLText.escaped(shown))</text>")
        }
        return lines
    }

    private func edge(_ edge: AreaDrawing.Edge, _ places: [Place]) -> String {
        let (from, to) = (places[edge.from], places[edge.to])
        let isForward = from.x < to.x
        let (x1, x2) = (isForward ? from.x + Self.width : from.x, isForward ? to.x : to.x + Self.width)
        let (y1, y2) = (from.y + from.height / 2, to.y + to.height / 2)
        let bend = isForward ? max(30, (x2 - x1) / 2) : -40
        return "<path class=\"edge\" d=\"M\(x1) \(y1)C\(x1 + bend) \(y1) \(x2 - bend) \(y2) \(x2) \(y2)\"/>"
    }
}

extension PlatformDrawing {
    /// A picture by areas, for documents; it follows the reader's dark or light.
    public var svg: String { SVGDrawing(self).text }
}
