/// What FakeAWS answers for `kms`.
enum KMS {
    static let definition = ServiceDefinition(service: "kms", operations: [:])
}
