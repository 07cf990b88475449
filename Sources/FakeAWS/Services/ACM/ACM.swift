/// What FakeAWS answers for `acm`.
enum ACM {
    static let definition = ServiceDefinition(service: "acm", operations: [:])
}
