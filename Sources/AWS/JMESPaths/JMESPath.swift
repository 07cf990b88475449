public import Values

/// An expression that picks something out of a value (https://jmespath.org/specification.html).
///
/// The whole grammar, and all of its functions.
public struct JMESPath: Sendable, Hashable, CustomStringConvertible {
    /// The expression as it was written.
    public let description: String
    private let node: JMESPathNode

    /// - Throws: the first problem.
    public init(_ expression: String) throws(JMESPathProblem) {
        var parser = try JMESPathParser(expression)
        node = try parser.parse()
        description = expression
    }

    /// What the expression picks; null where there is nothing.
    /// - Throws: when a function is given what it doesn't take.
    public func search(_ value: Value) throws(JMESPathProblem) -> Value {
        try node.evaluate(value)
    }
}
