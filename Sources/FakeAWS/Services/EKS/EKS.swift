/// What FakeAWS answers for `eks`.
enum EKS {
    static let definition = ServiceDefinition(service: "eks", operations: [:])
}
