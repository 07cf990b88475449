/// What FakeAWS answers for `elasticache`.
enum ElastiCache {
    static let definition = ServiceDefinition(service: "elasticache", operations: [:])
}
