public import CloudCalls

/// An input that is not sent: everything in it that the model does not allow.
public struct InvalidParameters: Error, Sendable, Hashable, CustomStringConvertible {
    public let problems: [ParameterProblem]

    public var description: String { problems.map(\.description).joined(separator: "; ") }

    /// As the caller of the client gets it; nothing was sent.
    public var error: AWSError { AWSError("Client.InvalidParameters", description) }
}
