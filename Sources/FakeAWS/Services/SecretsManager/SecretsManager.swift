/// What FakeAWS answers for `secretsmanager`.
enum SecretsManager {
    static let definition = ServiceDefinition(service: "secretsmanager", operations: [:])
}
