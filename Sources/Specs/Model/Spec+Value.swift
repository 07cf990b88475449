public import Values

extension Spec {
    /// The canonical form, with every default written: equal specs have equal values, so that their hash says whether
    /// a spec has changed.
    public var value: Value {
        let value: Value = [
            "version": .int(version), "name": .string(name), "phase": .int(phase), "account": .string(account),
            "regions": .list(
                regions.map {
                    ["name": .string($0.name), "network": .string($0.network), "zones": .int($0.zones)]
                }),
            "services": .list(services.map(Self.value)), "domain": domain.map(Value.string) ?? .null,
            "database":
                ([
                    "engineVersion": .string(database.engineVersion), "instanceClass": .string(database.instanceClass),
                    "storage": .int(database.storage), "multiAZ": .bool(database.multiAZ),
                    "backupRetention": .int(database.backupRetention),
                    "remoteWrites": database.remoteWrites == .forward
                        ? .null : .string(database.remoteWrites.rawValue),
                ] as Value).compacted,
            "cache": ["nodeType": .string(cache.nodeType), "replicas": .int(cache.replicas)],
            "cdn": ["priceClass": .string(cdn.priceClass), "defaultTTL": .int(cdn.defaultTTL)],
            "cluster": [
                "version": .string(cluster.version), "nodeType": .string(cluster.nodeType),
                "minNodes": .int(cluster.minNodes), "maxNodes": .int(cluster.maxNodes),
                "endpointCIDRs": .strings(cluster.endpointCIDRs),
            ],
            "compute": [
                "instanceType": .string(compute.instanceType), "minInstances": .int(compute.minInstances),
                "maxInstances": .int(compute.maxInstances), "dataVolume": .int(compute.dataVolume),
            ],
            "gitOps": gitOps.map {
                ["repository": .string($0.repository), "branch": .string($0.branch), "path": .string($0.path)]
            } ?? .null,
            "alertEmail": alertEmail.map(Value.string) ?? .null,
            "monthlyBudget": monthlyBudget.map(Value.int) ?? .null, "tags": Self.value(tags),
            "ignore": .strings(ignore),
            // Left out where nothing is said, so that specs from before keep their hash.
            "policy": policy.isEmpty
                ? .null
                : [
                    "regions": .strings(policy.regions),
                    "waivers": .list(
                        policy.waivers.map {
                            [
                                "code": .string($0.code), "address": .string($0.address), "reason": .string($0.reason),
                                "until": .string($0.until),
                            ]
                        }),
                ],
            "migrations": migrations.isEmpty ? .null : Self.value(migrations),
        ]
        return value.compacted
    }

    private static func value(_ migrations: MigrationSpec) -> Value {
        [
            "approve": .strings(migrations.approve),
            "windows": .list(
                migrations.windows.map {
                    [
                        "days": .strings($0.days.sorted().map { SpecDecoder.weekdays[$0] }),
                        "from": .string(WeeklyWindow.clock($0.from)), "to": .string(WeeklyWindow.clock($0.to)),
                        "zone": .string($0.zone),
                    ]
                }),
            "timeLimits": .object(
                Members(migrations.timeLimits.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) })),
        ]
    }

    private static func value(_ service: ServiceSpec) -> Value {
        [
            "name": .string(service.name), "image": .string(service.image), "port": .int(service.port),
            "path": .string(service.path), "healthPath": .string(service.healthPath), "cpu": .int(service.cpu),
            "memory": .int(service.memory), "minReplicas": .int(service.minReplicas),
            "maxReplicas": .int(service.maxReplicas), "environment": value(service.environment),
            "cachedRoutes": .strings(service.cachedRoutes), "weight": .int(service.weight),
        ]
    }

    private static func value(_ strings: [String: String]) -> Value {
        .object(Members(strings.map { ($0.key, .string($0.value)) }))
    }
}
