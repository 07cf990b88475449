/// Why an expression can't be used.
public struct JMESPathProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let message: String
    /// Where in the expression's bytes, counted from 0.
    public let offset: Int

    public var description: String { "\(message), at byte \(offset)" }
}
