import Terminal
import Testing

/// What a stream can show, by what stands around it.
struct TerminalTraitsTests {
    private static func traits(
        _ environment: [String: String], terminal: Bool = true, size: (columns: Int, rows: Int)? = (80, 24)
    ) -> TerminalTraits { TerminalTraits(isTerminal: terminal, size: size, environment: environment) }

    @Test(arguments: [
        (["TERM": "xterm"], true, true, true), (["TERM": "xterm", "NO_COLOR": "1"], true, false, true),
        (["TERM": "xterm", "NO_COLOR": ""], true, true, true), (["TERM": "dumb"], true, false, false),
        (["TERM": "xterm"], false, false, false), (["TERM": "xterm", "CI": "true"], true, true, false),
        (["TERM": "xterm", "CI": "false"], true, true, true),
    ])
    func `colours and movements only where they are understood and wanted`(
        _ environment: [String: String], _ isTerminal: Bool, _ isColored: Bool, _ isInteractive: Bool
    ) {
        let traits = Self.traits(environment, terminal: isTerminal)
        #expect(traits.style.isColored == isColored)
        #expect(traits.isInteractive == isInteractive)
        #expect(!traits.withoutColor.style.isColored)
    }

    @Test func `the terminal's own width counts before the environment's, and none is too narrow`() {
        #expect(Self.traits(["TERM": "xterm", "COLUMNS": "60"], size: (132, 24)).width == 132)
        #expect(Self.traits(["TERM": "xterm", "COLUMNS": "60"], size: nil).width == 60)
        #expect(Self.traits(["TERM": "xterm", "COLUMNS": "wide"], size: nil).width == 100)
        #expect(Self.traits(["TERM": "xterm"], size: (1, 1)).width == 20)
    }
}
