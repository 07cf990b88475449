public import CloudCalls

/// Why a lease in the account was not taken or renewed.
public enum LeaseRefusal: Error, Sendable, Hashable {
    /// Another holds it.
    case held(LeaseRecord)
    /// It is ours no more, and nobody's.
    case gone
    /// The account did not answer, or refused the call.
    case failed(AWSError)
}
