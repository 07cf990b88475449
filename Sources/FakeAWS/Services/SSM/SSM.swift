/// What FakeAWS answers for `ssm`.
enum SSM {
    static let definition = ServiceDefinition(service: "ssm", operations: [:])
}
