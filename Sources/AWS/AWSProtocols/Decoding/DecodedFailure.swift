public import CloudCalls
public import Values

/// An answer that refuses the call.
public struct DecodedFailure: Sendable, Hashable {
    public let error: AWSError
    /// The members of the error that the operation's model knows.
    public let details: Value
}
