public import Values

/// The cloud as the provider sees it: one call is one attempt at one AWS operation.
///
/// Retries, rate limits and pagination are layers above; the signed client or FakeAWS answer below.
public protocol AWSCalls: Sendable {
    /// Makes one attempt.
    /// - Throws: `AWSError`, which says whether the operation may have taken effect.
    func call(_ request: AWSRequest) async throws(AWSError) -> Value
}
