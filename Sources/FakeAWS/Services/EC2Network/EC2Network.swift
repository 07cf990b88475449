/// What FakeAWS answers for `ec2`.
enum EC2Network {
    static let definition = ServiceDefinition(service: "ec2", operations: [:])
}
