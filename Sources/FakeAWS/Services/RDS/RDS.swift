/// What FakeAWS answers for `rds`.
enum RDS {
    static let definition = ServiceDefinition(service: "rds", operations: [:])
}
