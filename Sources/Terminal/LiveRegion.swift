/// Lines at the bottom of a terminal that are drawn again in place; what is printed above them scrolls as usual.
///
/// It gives back the text to write and writes nothing itself. Cursor movements are ECMA-48's CUU and ED.
public struct LiveRegion: Sendable {
    /// The widths of the lines that stand there now.
    private var drawn: [Int] = []

    public init() {}

    public static let hideCursor = "\u{1B}[?25l"
    public static let showCursor = "\u{1B}[?25h"

    /// The text that replaces the drawn lines by `above`, which stays, and `lines`, which will be replaced again.
    public mutating func redraw(above: [StyledLine] = [], lines: [StyledLine], _ traits: TerminalTraits) -> String {
        var text = erase(traits)
        for line in above { text += line.text(traits.style) + "\n" }
        // A region higher than the screen could not be reached any more, and a line that wraps would be counted wrongly.
        for line in lines.prefix(max(1, traits.height - 1)) {
            let cut = line.cut(to: traits.width - 1)
            drawn.append(cut.width)
            text += cut.text(traits.style) + "\n"
        }
        return text
    }

    /// The text that removes the drawn lines. A terminal that became narrower since has wrapped them.
    public mutating func erase(_ traits: TerminalTraits) -> String {
        defer { drawn = [] }
        let width = max(1, traits.width)
        let rows = traits.rewraps ? drawn.reduce(0) { $0 + max(1, ($1 + width - 1) / width) } : drawn.count
        return rows > 0 ? "\u{1B}[\(rows)A\r\u{1B}[J" : ""
    }
}
