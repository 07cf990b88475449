import Diagnostics
import Documents

extension SpecDecoder {
    mutating func region(_ node: Node, _ path: String, _ index: Int) -> RegionSpec? {
        let fields = fields(node, path, ["name", "network", "zones"])
        guard case .object = node.content else { return nil }
        return RegionSpec(
            name: string(fields, "name", nil), network: string(fields, "network", "10.\(index).0.0/16"),
            zones: integer(fields, "zones", 3, in: 2...3))
    }

    mutating func service(_ node: Node, _ path: String) -> ServiceSpec? {
        let fields = fields(
            node, path,
            [
                "name", "image", "port", "path", "healthPath", "cpu", "memory", "minReplicas", "maxReplicas",
                "environment", "cachedRoutes", "weight",
            ])
        guard case .object = node.content else { return nil }
        return ServiceSpec(
            name: string(fields, "name", nil), image: string(fields, "image", "public.ecr.aws/nginx/nginx:1.29-alpine"),
            port: integer(fields, "port", 8080, in: 1...65_535), path: string(fields, "path", nil),
            healthPath: string(fields, "healthPath", "/health"), cpu: integer(fields, "cpu", 250, in: 10...64_000),
            memory: integer(fields, "memory", 256, in: 64...262_144),
            minReplicas: integer(fields, "minReplicas", 2, in: 1...1000),
            maxReplicas: integer(fields, "maxReplicas", 10, in: 1...1000), environment: strings(fields, "environment"),
            cachedRoutes: list(fields, "cachedRoutes", isRequired: false) { decoder, node, path, _ in
                decoder.text(node, path)
            },
            weight: integer(fields, "weight", 1, in: 0...1_000_000))
    }

    private mutating func part(_ fields: Fields, _ name: String, _ known: [String]) -> Fields {
        guard let node = fields.members[name] else { return Fields(node: fields.node, path: name, members: [:]) }
        return self.fields(node, name, known)
    }

    mutating func database(_ fields: Fields) -> DatabaseSpec {
        let part = part(
            fields, "database",
            ["engineVersion", "instanceClass", "storage", "multiAZ", "backupRetention", "remoteWrites"])
        return DatabaseSpec(
            engineVersion: string(part, "engineVersion", "17"),
            instanceClass: string(part, "instanceClass", "db.t4g.medium"),
            storage: integer(part, "storage", 20, in: 20...65_536), multiAZ: flag(part, "multiAZ", true),
            backupRetention: integer(part, "backupRetention", 7, in: 1...35),
            remoteWrites: DatabaseSpec.RemoteWrites(
                rawValue: choice(
                    part, "remoteWrites", "forward", DatabaseSpec.RemoteWrites.allCases.map(\.rawValue))) ?? .forward)
    }

    mutating func cache(_ fields: Fields) -> CacheSpec {
        let part = part(fields, "cache", ["nodeType", "replicas"])
        return CacheSpec(
            nodeType: string(part, "nodeType", "cache.t4g.small"), replicas: integer(part, "replicas", 1, in: 1...5))
    }

    mutating func cdn(_ fields: Fields) -> CDNSpec {
        let part = part(fields, "cdn", ["priceClass", "defaultTTL"])
        return CDNSpec(
            priceClass: choice(
                part, "priceClass", "PriceClass_All", ["PriceClass_100", "PriceClass_200", "PriceClass_All"]),
            defaultTTL: integer(part, "defaultTTL", 60, in: 0...31_536_000))
    }

    mutating func cluster(_ fields: Fields) -> ClusterSpec {
        let part = part(fields, "cluster", ["version", "nodeType", "minNodes", "maxNodes", "endpointCIDRs"])
        return ClusterSpec(
            version: string(part, "version", "1.36"), nodeType: string(part, "nodeType", "m7g.large"),
            minNodes: integer(part, "minNodes", 3, in: 1...450), maxNodes: integer(part, "maxNodes", 12, in: 1...450),
            endpointCIDRs: list(part, "endpointCIDRs", isRequired: false) { decoder, node, path, _ in
                decoder.text(node, path)
            })
    }

    mutating func compute(_ fields: Fields) -> ComputeSpec {
        let part = part(fields, "compute", ["instanceType", "minInstances", "maxInstances", "dataVolume"])
        return ComputeSpec(
            instanceType: string(part, "instanceType", "t4g.large"),
            minInstances: integer(part, "minInstances", 2, in: 1...500),
            maxInstances: integer(part, "maxInstances", 6, in: 1...500),
            dataVolume: integer(part, "dataVolume", 50, in: 10...16_384))
    }

    mutating func gitOps(_ fields: Fields) -> GitOpsSpec? {
        guard fields.members["gitOps"] != nil else { return nil }
        let part = part(fields, "gitOps", ["repository", "branch", "path"])
        return GitOpsSpec(
            repository: string(part, "repository", nil), branch: string(part, "branch", "main"),
            path: string(part, "path", "."))
    }
}
