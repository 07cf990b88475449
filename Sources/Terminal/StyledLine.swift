/// A line for people in pieces with roles, so that it can be cut to a width before it is coloured.
public struct StyledLine: Sendable, Hashable, ExpressibleByStringInterpolation {
    private struct Piece: Sendable, Hashable {
        let text: String
        let role: Style.Role
    }

    private var pieces: [Piece]

    public init(_ text: String, _ role: Style.Role = .plain) { pieces = [Piece(text: text, role: role)] }
    public init(stringLiteral text: String) { self.init(text) }

    public static func + (left: StyledLine, right: StyledLine) -> StyledLine {
        var line = left
        line.pieces += right.pieces
        return line
    }

    /// The line with more text behind it.
    public func adding(_ text: String, _ role: Style.Role = .plain) -> StyledLine { self + StyledLine(text, role) }

    /// Without colours.
    public var plain: String { pieces.map(\.text).joined() }

    /// How many columns it takes; every character of ours takes one.
    public var width: Int { pieces.reduce(0) { $0 + $1.text.count } }

    /// With colours where `style` has them.
    public func text(_ style: Style) -> String { pieces.map { style.paint($0.text, $0.role) }.joined() }

    /// The line cut to a width, with an ellipsis where something is left out.
    public func cut(to limit: Int) -> StyledLine {
        guard width > limit else { return self }
        var room = max(0, limit - 1)
        var line = self
        line.pieces = []
        for piece in pieces where room > 0 {
            let text = String(piece.text.prefix(room))
            room -= text.count
            line.pieces.append(Piece(text: text, role: piece.role))
        }
        if limit > 0 { line.pieces.append(Piece(text: "…", role: .plain)) }
        return line
    }
}
