/// What FakeAWS answers for `service-quotas`.
enum ServiceQuotas {
    static let definition = ServiceDefinition(service: "service-quotas", operations: [:])
}
