import Terminal

/// What every command is: its options and where it writes in, its exit code out.
enum Verbs {
    /// Asks a question and gives the answer; nil when there is nobody to ask.
    typealias Ask = @Sendable (String) -> String?
    typealias Verb = @Sendable (Options, TextOutput, Ask) async throws -> Int32
}
