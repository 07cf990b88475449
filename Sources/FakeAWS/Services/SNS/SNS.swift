/// What FakeAWS answers for `sns`.
enum SNS {
    static let definition = ServiceDefinition(service: "sns", operations: [:])
}
