public import AWSModels
import AWSProtocols
public import CloudCalls
public import Values

/// Fills in the idempotency tokens that callers left out, above the retries, so that each attempt sends the same.
public struct TokenFillingCalls: AWSCalls {
    private let calls: any AWSCalls
    private let catalog: ModelCatalog
    private let encoder: RequestEncoder

    /// - Parameter calls: the retries, and the client below them.
    public init(_ calls: any AWSCalls, catalog: ModelCatalog, random: any RandomSource) {
        self.calls = calls
        self.catalog = catalog
        encoder = RequestEncoder(random: random)
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        guard let operation = try? catalog.operation(request.service, request.operation) else {
            return try await calls.call(request)
        }
        return try await calls.call(request.changing(input: encoder.completed(request.input, for: operation)))
    }

    /// Whether AWS would know a call again when it came twice: its input has a token by which it does.
    static func knowsAgain(_ request: AWSRequest, catalog: ModelCatalog) -> Bool {
        guard let operation = try? catalog.operation(request.service, request.operation) else { return false }
        return operation.idempotencyTokens.contains { request.input[$0].map { !$0.isNull } == true }
    }
}
