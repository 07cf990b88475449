import Terminal
import Testing

/// What stands at the bottom of a terminal and is drawn again in place.
@Suite struct LiveRegionTests {
    private func traits(_ width: Int, height: Int = 24, rewraps: Bool = true) -> TerminalTraits {
        TerminalTraits(
            isInteractive: true, style: Style(isColored: false), width: width, height: height, rewraps: rewraps)
    }

    @Test func `drawing again goes up over what was drawn and takes it away`() {
        var region = LiveRegion()
        #expect(region.redraw(lines: ["one", "two"], traits(80)) == "one\ntwo\n")
        #expect(region.redraw(above: ["done"], lines: ["two"], traits(80)) == "\u{1B}[2A\r\u{1B}[Jdone\ntwo\n")
        #expect(region.erase(traits(80)) == "\u{1B}[1A\r\u{1B}[J")
        #expect(region.erase(traits(80)) == "")
    }

    @Test func `a terminal that became narrower has wrapped the lines, which are all taken away`() {
        var region = LiveRegion()
        _ = region.redraw(lines: [StyledLine(String(repeating: "x", count: 70)), "short"], traits(80))
        var other = region
        #expect(region.erase(traits(30)) == "\u{1B}[4A\r\u{1B}[J")
        #expect(other.erase(traits(30, rewraps: false)) == "\u{1B}[2A\r\u{1B}[J")
    }

    @Test func `no line is as wide as the terminal, and no region as high`() {
        var region = LiveRegion()
        let lines = (0..<50).map { StyledLine("\($0) " + String(repeating: "x", count: 200), .danger) }
        let text = region.redraw(lines: lines, traits(40, height: 10))
        let drawn = text.split(separator: "\n")
        #expect(drawn.count == 9)
        #expect(drawn.allSatisfy { $0.count == 39 })
        #expect(drawn.allSatisfy { $0.hasSuffix("…") })
    }

    @Test func `a line is cut by what is seen of it, not by its colours`() {
        let line = StyledLine("abc", .good).adding("def", .danger)
        #expect(line.cut(to: 5).text(Style(isColored: true)) == "\u{1B}[32mabc\u{1B}[0m\u{1B}[1;31md\u{1B}[0m…")
        #expect(line.cut(to: 6) == line)
        #expect(line.text(Style(isColored: false)) == "abcdef")
    }

    @Test(arguments: [
        (true, ["TERM": "xterm"], true, true), (true, ["TERM": "xterm", "NO_COLOR": "1"], true, false),
        (true, ["TERM": "xterm", "NO_COLOR": ""], true, true), (true, ["TERM": "dumb"], false, false),
        (true, [:], false, false), (true, ["TERM": "xterm", "CI": "true"], false, true),
        (true, ["TERM": "xterm", "CI": "false"], true, true), (false, ["TERM": "xterm"], false, false),
    ])
    func `the stream and the environment decide what is shown`(
        _ isTerminal: Bool, _ environment: [String: String], _ isInteractive: Bool, _ isColored: Bool
    ) {
        let traits = TerminalTraits(isTerminal: isTerminal, size: (80, 24), environment: environment)
        #expect(traits.isInteractive == isInteractive)
        #expect(traits.style.isColored == isColored)
    }
}
