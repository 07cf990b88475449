/// Where a command writes: results on one side, everything else on the other.
public struct TextOutput: Sendable {
    private let standard: @Sendable (String) -> Void
    private let side: @Sendable (String) -> Void
    private let standardTraits: @Sendable () -> TerminalTraits
    private let sideTraits: @Sendable () -> TerminalTraits
    /// Whether colours are refused by the command line.
    private var isColorless = false

    /// - Parameters:
    ///   - standardTraits: what the stream of results can show; asked anew each time, as a window may be resized.
    ///   - sideTraits: the same for the other stream.
    public init(
        standard: @escaping @Sendable (String) -> Void, side: @escaping @Sendable (String) -> Void,
        standardTraits: @escaping @Sendable () -> TerminalTraits = { .plain },
        sideTraits: @escaping @Sendable () -> TerminalTraits = { .plain }
    ) {
        self.standard = standard
        self.side = side
        self.standardTraits = standardTraits
        self.sideTraits = sideTraits
    }

    /// The same streams without colours.
    public var withoutColor: TextOutput {
        var output = self
        output.isColorless = true
        return output
    }

    /// What the stream of results can show now.
    public var resultTraits: TerminalTraits { isColorless ? standardTraits().withoutColor : standardTraits() }
    /// What the stream for people can show now.
    public var noteTraits: TerminalTraits { isColorless ? sideTraits().withoutColor : sideTraits() }

    /// A line of the result.
    public func result(_ line: String) { standard(line + "\n") }
    /// A line of the result, coloured where that is wanted.
    public func result(_ line: StyledLine) { standard(line.text(resultTraits.style) + "\n") }
    /// A line for people: progress, questions, errors.
    public func note(_ line: String) { side(line + "\n") }
    /// A line for people, coloured where that is wanted.
    public func note(_ line: StyledLine) { side(line.text(noteTraits.style) + "\n") }
    /// Text for people without an end of line, as it is.
    public func write(_ text: String) { side(text) }
}
