/// What FakeAWS answers for `elasticache`.
enum ElastiCache {
    static let definition = ServiceDefinition(
        service: "elasticache",
        operations: [
            CacheSubnetGroups.operations, CacheParameterGroups.operations, ReplicationGroups.operations,
            CacheTags.operations,
        ].reduce(into: [:]) { $0.merge($1) { first, _ in first } },
        events: ReplicationGroups.events)

    static let replicationGroup = "AWS::ElastiCache::ReplicationGroup"
    static let subnetGroup = "AWS::ElastiCache::SubnetGroup"
    static let parameterGroup = "AWS::ElastiCache::ParameterGroup"
}
