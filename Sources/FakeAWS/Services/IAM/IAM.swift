/// What FakeAWS answers for `iam`.
enum IAM {
    static let definition = ServiceDefinition(service: "iam", operations: [:])
}
