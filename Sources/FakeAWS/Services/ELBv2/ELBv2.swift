/// What FakeAWS answers for `elbv2`.
enum ELBv2 {
    static let definition = ServiceDefinition(service: "elbv2", operations: [:])
}
