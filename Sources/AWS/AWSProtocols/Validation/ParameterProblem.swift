/// One thing in an input that the operation's model does not allow.
public struct ParameterProblem: Sendable, Hashable, CustomStringConvertible {
    /// Where it stands, for example `Filters[0].Name`; empty for the input as a whole.
    public let path: String
    /// What is wrong, without the value, which may be a secret.
    public let message: String

    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
