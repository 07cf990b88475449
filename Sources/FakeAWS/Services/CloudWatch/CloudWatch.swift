/// What FakeAWS answers for `cloudwatch`.
enum CloudWatch {
    static let definition = ServiceDefinition(service: "cloudwatch", operations: [:])
}
