import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// A cache made, changed and removed on a fake cloud in virtual time.
@Suite struct CacheTests {
    private let region = "ap-south-1"
    private let bench: KindBench

    init() throws { bench = try KindBench() }
    private var cloud: FakeCloud { bench.cloud }
    private var provider: Provider { bench.provider }

    private func target(_ name: String, _ kind: Kind, _ properties: Value) -> Target {
        bench.target(name, kind, in: region, properties)
    }

    @discardableResult
    private func done(_ action: Operation.Action, _ target: Target) async throws -> ResourceObservation? {
        try await bench.done(action, target)
    }

    /// The network and groups of a cache, and the cache's target.
    private func makeGroups() async throws -> (subnets: Target, parameters: Target, cache: Target) {
        let (vpc, ids) = try await bench.network(in: region)
        let security = target(
            "security", "AWS::EC2::SecurityGroup",
            ["GroupName": "cache", "Description": "cache", "VpcId": vpc])
        let securityID = try #require(try await done(.create, security)).physicalID
        let subnets = target(
            "subnets", "AWS::ElastiCache::SubnetGroup",
            ["CacheSubnetGroupName": "Shop-Cache", "Description": "shop", "SubnetIds": .list(ids)])
        let parameters = target(
            "parameters", "AWS::ElastiCache::ParameterGroup",
            [
                "CacheParameterGroupName": "Shop-Valkey8", "CacheParameterGroupFamily": "valkey8",
                "Description": "shop",
                "Properties": ["maxmemory-policy": "allkeys-lru", "notify-keyspace-events": "Ex"],
            ])
        let cache = target(
            "cache", "AWS::ElastiCache::ReplicationGroup",
            [
                "ReplicationGroupId": "Shop-Cache", "ReplicationGroupDescription": "shop", "Engine": "valkey",
                "EngineVersion": "8.1", "CacheNodeType": "cache.t4g.small", "NumCacheClusters": 2,
                "AutomaticFailoverEnabled": true, "MultiAZEnabled": true, "CacheParameterGroupName": "Shop-Valkey8",
                "CacheSubnetGroupName": "Shop-Cache", "SecurityGroupIds": [.string(securityID)],
                "AtRestEncryptionEnabled": true, "TransitEncryptionEnabled": true, "Port": 6379,
            ])
        for made in [subnets, parameters] { #expect(try await bench.settles(made)) }
        return (subnets, parameters, cache)
    }

    private func interfaces() -> [CloudObject] {
        cloud.snapshot.all("AWS::EC2::NetworkInterface", region)
    }

    @Test func `a cache is made, read back and removed with its groups and interfaces`() async throws {
        let (subnets, parameters, cache) = try await makeGroups()
        #expect(try await bench.settles(cache))
        let found = try #require(try await bench.observed(cache))
        #expect(found.physicalID == "shop-cache" && found.status == .ready)
        #expect(found.attributes.text("PrimaryEndPoint.Address")?.hasPrefix("master.shop-cache.") == true)
        #expect(found.attributes.text("ReaderEndPoint.Address")?.hasPrefix("replica.shop-cache.") == true)
        #expect(found.attributes.number("PrimaryEndPoint.Port") == 6379)
        #expect(found.properties.text("EngineVersion") == "8.1.0")
        #expect(
            Set(interfaces().compactMap { $0.attributes.text("AvailabilityZone") }) == [region + "a", region + "b"])

        for (used, code) in [(subnets, "CacheSubnetGroupInUse"), (parameters, "InvalidCacheParameterGroupState")] {
            let look = await bench.look(.delete, used)
            guard case .pending(let reason, _, _) = look else {
                Issue.record("\(used.address) could be deleted: \(look)")
                continue
            }
            #expect(reason.contains(code))
        }
        for made in [cache, parameters, subnets] { try await done(.delete, made) }
        cloud.edit { $0.advance(to: bench.time.now() + .minutes(2)) }
        #expect(!cloud.snapshot.objects.keys.contains { $0.type.hasPrefix("AWS::ElastiCache::") })
        #expect(interfaces().isEmpty)
    }

    @Test func `a cache that is still being made is seen although AWS does not tell its tags`() async throws {
        let (_, _, cache) = try await makeGroups()
        guard case .pending(let reason, _, let next) = await bench.look(.create, cache) else {
            Issue.record("It should be creating.")
            return
        }
        #expect(reason == "AWS says that it is creating")
        await bench.wait(.minutes(6))
        guard case .pending = await provider.advance(next) else {
            Issue.record("After six minutes it should be creating.")
            return
        }
        #expect(try await bench.observed(cache)?.status == .pending("AWS says that it is creating"))
        // Killed here: a create and a delete of a new run both find it.
        #expect(try await done(.create, cache)?.status == .ready)
        try await done(.delete, cache)
        #expect(cloud.snapshot.all("AWS::ElastiCache::ReplicationGroup", region).isEmpty)
    }

    @Test func `replicas, failover, node type, version and tags change in place`() async throws {
        var (_, _, cache) = try await makeGroups()
        try await done(.create, cache)
        cache.properties["NumCacheClusters"] = 4
        cache.properties["CacheNodeType"] = "cache.m7g.large"
        cache.properties["EngineVersion"] = "8"
        cache.tags = ["team": "web"]
        let grown = try #require(try await done(.update, cache))
        #expect(grown.properties.number("NumCacheClusters") == 4 && grown.tags == ["team": "web"])
        #expect(grown.properties.text("CacheNodeType") == "cache.m7g.large" && interfaces().count == 4)
        // A major version alone is met by any minor one.
        #expect(grown.properties.text("EngineVersion") == "8.1.0")

        cache.properties["NumCacheClusters"] = 1
        cache.properties["MultiAZEnabled"] = false
        cache.properties["AutomaticFailoverEnabled"] = false
        cache.properties["EngineVersion"] = "8.2"
        cache.tags = [:]
        let shrunk = try #require(try await done(.update, cache))
        #expect(shrunk.properties.number("NumCacheClusters") == 1 && shrunk.tags.isEmpty && shrunk.status == .ready)
        #expect(shrunk.properties.text("EngineVersion") == "8.2.0")
        #expect(shrunk.properties["AutomaticFailoverEnabled"] == false)

        cache.properties["EngineVersion"] = "8.1"
        await #expect(throws: Failure.self) { try await done(.update, cache) }
        cache.properties["EngineVersion"] = "8.2"
        cache.properties["Port"] = 6380
        await #expect(throws: Failure.self) { try await done(.update, cache) }
    }

    @Test func `encryption in transit goes on and off in two steps`() async throws {
        var (_, _, cache) = try await makeGroups()
        cache.properties["TransitEncryptionEnabled"] = false
        try await done(.create, cache)
        cache.properties["TransitEncryptionEnabled"] = true
        cache.properties["TransitEncryptionMode"] = "required"
        let closed = try #require(try await done(.update, cache))
        #expect(closed.properties.text("TransitEncryptionMode") == "required")
        #expect(closed.attributes.text("PrimaryEndPoint.Address")?.hasPrefix("master.") == true)
        cache.properties["TransitEncryptionEnabled"] = false
        cache.properties["TransitEncryptionMode"] = nil
        #expect(try await done(.update, cache)?.properties["TransitEncryptionEnabled"] == false)
    }

    @Test func `a parameter that is not wanted any more goes back to the standard`() async throws {
        var (_, parameters, _) = try await makeGroups()
        parameters.properties["Properties"] = ["maxmemory-policy": "volatile-lru", "timeout": "300"]
        let changed = try #require(try await done(.update, parameters))
        #expect(changed.properties["Properties"] == parameters.properties["Properties"])
    }

    @Test func `another platform's cache of the same name is left alone`() async throws {
        let (_, _, cache) = try await makeGroups()
        var other = cache
        other.platform = "depot"
        try await done(.create, other)
        let failure = await #expect(throws: Failure.self) { try await done(.create, cache) }
        #expect(failure?.code == "ReplicationGroupAlreadyExists")
        #expect(failure?.message.contains("depot") == true)
    }

    @Test(
        arguments: [
            ("MultiAZEnabled", true, "InvalidParameterCombination"),
            ("CacheNodeType", "t4g.small", "InvalidParameterValue"), ("Engine", "memcached", "InvalidParameterValue"),
            ("EngineVersion", "7.2", "InvalidParameterCombination"), ("NumCacheClusters", 9, "InvalidParameterValue"),
            ("ReplicationGroupId", "9lives", "InvalidParameterValue"),
        ] as [(String, Value, String)])
    func `AWS refuses what it can't make`(_ property: String, _ value: Value, _ code: String) async throws {
        var (_, _, cache) = try await makeGroups()
        cache.properties["AutomaticFailoverEnabled"] = false
        cache.properties["MultiAZEnabled"] = false
        cache.properties[property] = value
        let failure = await #expect(throws: Failure.self) { try await done(.create, cache) }
        #expect(failure?.code == code)
        #expect(interfaces().isEmpty)
    }

    @Test func `a later generation is followed under one name to its end`() async throws {
        var (_, _, cache) = try await makeGroups()
        cache.generation = 2
        #expect(try await bench.settles(cache))
        let names = cloud.snapshot.all("AWS::ElastiCache::ReplicationGroup", region).map(\.key.id)
        #expect(names == ["shop-cache-g2"])
    }
}
