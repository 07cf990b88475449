/// What the stream that is written to can show.
public struct TerminalTraits: Sendable, Hashable {
    /// It is a terminal that understands cursor movements.
    public let isInteractive: Bool
    public let style: Style
    /// In columns.
    public let width: Int
    /// In rows.
    public let height: Int
    /// Whether lines that no longer fit are wrapped anew when the window becomes narrower.
    public let rewraps: Bool
    /// The width that tables must keep to; nil where it is no window that they are looked at through, as in a pipe.
    public let tableLimit: Int?

    public init(
        isInteractive: Bool, style: Style, width: Int, height: Int, rewraps: Bool = true, tableLimit: Int? = nil
    ) {
        self.isInteractive = isInteractive
        self.style = style
        self.width = width
        self.height = height
        self.rewraps = rewraps
        self.tableLimit = tableLimit
    }

    /// Plain text, 100 columns.
    public static let plain = TerminalTraits(
        isInteractive: false, style: Style(isColored: false), width: 100, height: 24)

    /// Decides from the stream and the environment: NO_COLOR (https://no-color.org), TERM=dumb, CI, and the locale's
    /// character set.
    /// - Parameters:
    ///   - size: columns and rows as the terminal says; nil for no terminal, or one that doesn't say.
    ///   - environment: the variables by name.
    public init(isTerminal: Bool, size: (columns: Int, rows: Int)?, environment: [String: String]) {
        let isDumb = ["dumb", nil].contains(environment["TERM"])
        let refusesColor = !(environment["NO_COLOR"] ?? "").isEmpty
        let isInCI = !["", "false", "0"].contains(environment["CI"] ?? "")
        isInteractive = isTerminal && !isDumb && !isInCI
        style = Style(
            isColored: isTerminal && !isDumb && !refusesColor, isUnicode: Self.isUnicode(environment))
        let columns = size?.columns ?? environment["COLUMNS"].flatMap { Int($0) } ?? 100
        width = max(20, columns)
        height = max(4, size?.rows ?? environment["LINES"].flatMap { Int($0) } ?? 24)
        // xterm sets XTERM_VERSION and GNU screen STY; most others, tmux among them, wrap anew.
        tableLimit = isTerminal ? width : nil
        rewraps = environment["XTERM_VERSION"] == nil && environment["STY"] == nil && environment["TERM"] != "linux"
    }

    /// The same stream without colours.
    public var withoutColor: TerminalTraits {
        TerminalTraits(
            isInteractive: isInteractive, style: Style(isColored: false, isUnicode: style.isUnicode), width: width,
            height: height, rewraps: rewraps, tableLimit: tableLimit)
    }

    /// By POSIX the first of these that is set says it (Base Definitions, 8.2). Where none is, as in many containers, what
    /// shows the text is of this century.
    private static func isUnicode(_ environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        guard let locale = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) else { return true }
        let letters = locale.lowercased().filter { $0 != "-" }
        return letters.contains("utf8")
    }
}
