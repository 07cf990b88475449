/// What FakeAWS answers for `ecr`.
enum ECR {
    static let definition = ServiceDefinition(service: "ecr", operations: [:])
}
