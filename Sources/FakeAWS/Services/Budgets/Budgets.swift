/// What FakeAWS answers for `budgets`.
enum Budgets {
    static let definition = ServiceDefinition(service: "budgets", operations: [:])
}
