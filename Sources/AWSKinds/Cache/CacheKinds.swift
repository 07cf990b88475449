import Providers

extension AllKinds {
    static let cacheKinds: [any KindDriver] = [
        CacheSubnetGroup(), CacheParameterGroup(), ReplicationGroup(),
    ]
}
