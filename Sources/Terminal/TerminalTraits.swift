/// What the stream that is written to can show.
public struct TerminalTraits: Sendable, Hashable {
    /// It is a terminal that understands cursor movements.
    public let isInteractive: Bool
    public let style: Style
    public let width: Int

    public init(isInteractive: Bool, style: Style, width: Int) {
        self.isInteractive = isInteractive
        self.style = style
        self.width = width
    }

    /// Plain text, 100 columns.
    public static let plain = TerminalTraits(isInteractive: false, style: Style(isColored: false), width: 100)

    /// Decides from the stream and the environment: NO_COLOR (https://no-color.org), TERM=dumb, CI.
    public init(isTerminal: Bool, columns: Int?, environment: [String: String], allowsColor: Bool) {
        let isDumb = environment["TERM"] == "dumb"
        let noColor = !(environment["NO_COLOR"] ?? "").isEmpty || !allowsColor
        isInteractive = isTerminal && !isDumb && environment["CI"] == nil
        style = Style(isColored: isTerminal && !isDumb && !noColor)
        width = max(40, columns ?? environment["COLUMNS"].flatMap { Int($0) } ?? 100)
    }
}
