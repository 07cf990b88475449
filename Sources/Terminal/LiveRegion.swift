/// Lines at the bottom of a terminal that are drawn again in place; what is printed above them scrolls as usual.
public struct LiveRegion: Sendable {
    private var drawn = 0
    private let width: Int

    public init(width: Int) { self.width = width }

    /// The text that replaces the drawn lines by `above`, which stays, and `lines`, which will be replaced again.
    public mutating func redraw(above: [String] = [], lines: [String]) -> String {
        var text = drawn > 0 ? "\u{1B}[\(drawn)A\r\u{1B}[J" : ""
        for line in above { text += line + "\n" }
        // A line that wraps would make the count of lines wrong.
        for line in lines { text += String(line.prefix(width - 1)) + "\n" }
        drawn = lines.count
        return text
    }
}
