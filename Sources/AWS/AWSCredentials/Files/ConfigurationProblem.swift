/// What keeps AWS's configuration from being used; it never holds a value of a file.
public struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
    public let message: String
    /// What to do next; empty when the message says it.
    public let hint: String

    public init(_ message: String, hint: String = "") {
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.isEmpty ? message : "\(message) \(hint)" }
}
