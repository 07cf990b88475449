import Resources
import Specs
import Values

/// The cache that the services read first: Valkey, encrypted, with a replica in another zone.
struct Cache {
    let stamp: RegionalStamp

    var resources: [Resource] {
        let spec = stamp.spec.cache
        let subnets = Network(stamp: stamp).zones.map { stamp.reference("network/subnet/private-\($0)", "SubnetId") }
        return [
            stamp.make(
                "cache/subnet-group", "AWS::ElastiCache::SubnetGroup",
                [
                    "CacheSubnetGroupName": .string(stamp.name("cache")),
                    "Description": "Private subnets of the cache", "SubnetIds": .list(subnets),
                ], since: 3),
            stamp.make(
                "cache/parameter-group", "AWS::ElastiCache::ParameterGroup",
                [
                    "CacheParameterGroupName": .string(stamp.name("valkey8")), "CacheParameterGroupFamily": "valkey8",
                    "Description": "A full cache drops what was not used for long",
                    "Properties": ["maxmemory-policy": "allkeys-lru"],
                ], lifecycle: Lifecycle(createsBeforeDestroy: true), since: 3),
            stamp.make(
                "cache/group", "AWS::ElastiCache::ReplicationGroup",
                [
                    "ReplicationGroupId": .string(stamp.name("cache", limit: 40)),
                    "ReplicationGroupDescription": .string("Cache of \(stamp.spec.name)"), "Engine": "valkey",
                    "EngineVersion": "8.0", "CacheNodeType": .string(spec.nodeType),
                    "NumCacheClusters": .int(1 + spec.replicas), "AutomaticFailoverEnabled": true,
                    "MultiAZEnabled": true, "AtRestEncryptionEnabled": true, "TransitEncryptionEnabled": true,
                    "TransitEncryptionMode": "required", "KmsKeyId": stamp.reference("keys/data", "Arn"), "Port": 6379,
                    "CacheSubnetGroupName": stamp.reference("cache/subnet-group", "CacheSubnetGroupName"),
                    "CacheParameterGroupName": stamp.reference("cache/parameter-group", "CacheParameterGroupName"),
                    "SecurityGroupIds": [stamp.reference("cache/security-group", "GroupId")],
                ], since: 3),
        ]
    }
}
