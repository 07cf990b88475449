/// Where a command writes: results on one side, everything else on the other.
public struct TextOutput: Sendable {
    private let standard: @Sendable (String) -> Void
    private let side: @Sendable (String) -> Void
    /// Whether a person looks at the side output on a terminal.
    public let isTerminal: Bool

    public init(
        standard: @escaping @Sendable (String) -> Void, side: @escaping @Sendable (String) -> Void,
        isTerminal: Bool = false
    ) {
        self.standard = standard
        self.side = side
        self.isTerminal = isTerminal
    }

    /// A line of the result.
    public func result(_ line: String) { standard(line + "\n") }
    /// A line for people: progress, questions, errors.
    public func note(_ line: String) { side(line + "\n") }
    /// Text for people without an end of line.
    public func prompt(_ text: String) { side(text) }
}
