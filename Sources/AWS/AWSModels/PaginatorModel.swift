import Values

/// How an operation's answers are continued; paths are JMESPath.
public struct PaginatorModel: Sendable, Hashable {
    /// The input members that take the tokens, in the order of `outputTokens`.
    public let inputTokens: [String]
    /// Where in an answer the next tokens stand.
    public let outputTokens: [String]
    /// Where in an answer the results stand; the first is the one that counts.
    public let resultKeys: [String]
    /// The input member that bounds a page.
    public let limitKey: String?
    /// Where in an answer stands whether there is more, if the service says so apart from the token.
    public let moreResults: String?
    /// What is in every answer and is taken from the first.
    public let nonAggregateKeys: [String]

    init(_ definition: Value) {
        func texts(_ name: String) -> [String] {
            definition[name].map { $0.text.map { [$0] } ?? $0.texts } ?? []
        }
        inputTokens = texts("input_token")
        outputTokens = texts("output_token")
        resultKeys = texts("result_key")
        limitKey = definition.text("limit_key")
        moreResults = definition.text("more_results")
        nonAggregateKeys = texts("non_aggregate_keys")
    }
}
