/// What FakeAWS answers for `logs`.
enum Logs {
    static let definition = ServiceDefinition(service: "logs", operations: [:])
}
