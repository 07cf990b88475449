/// What FakeAWS answers for `autoscaling`.
enum AutoScaling {
    static let definition = ServiceDefinition(service: "autoscaling", operations: [:])
}
