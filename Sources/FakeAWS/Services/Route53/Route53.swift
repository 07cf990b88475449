/// What FakeAWS answers for `route53`.
enum Route53 {
    static let definition = ServiceDefinition(service: "route53", operations: [:])
}
