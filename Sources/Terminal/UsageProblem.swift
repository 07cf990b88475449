/// A command line that can't be understood; the program exits with 64.
public struct UsageProblem: Error, Hashable, Sendable {
    public var message: String
    /// What to type instead; empty for nothing to say.
    public var hint: String

    public init(_ message: String, hint: String = "") {
        self.message = message
        self.hint = hint
    }
}
