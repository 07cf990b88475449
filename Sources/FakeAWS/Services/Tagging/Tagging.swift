/// What FakeAWS answers for `resourcegroupstaggingapi`.
enum Tagging {
    static let definition = ServiceDefinition(service: "resourcegroupstaggingapi", operations: [:])
}
