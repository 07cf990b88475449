/// What FakeAWS answers for `sts`.
enum STS {
    static let definition = ServiceDefinition(service: "sts", operations: [:])
}
