public import Specs
public import Values

/// Valid specs drawn from a seed.
public struct SpecGenerator {
    public private(set) var random: SeededRandom

    public init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// Pairs among them whose short forms are equal (`aps1`), which names must survive.
    private static let regions = [
        "ap-south-1", "ap-southeast-1", "us-east-1", "eu-central-1", "eu-north-1", "us-west-2", "ca-central-1",
    ]
    private static let values = [
        "", "debug", "a b", "$HOME and $$", "\"quoted\" \\ 'too'", "yes", "#no: comment", "line\nbreak\ttab\r\n",
        "{{ x }}", "`id` $(id)", "é ☃ 😀", "\u{1}\u{7F}\u{85}\u{2028}\u{FEFF}", "COMPOSE_FILE", "- a: [b", "null", "012",
    ]

    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[random.below(elements.count)] }
    public mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + random.below(range.count) }
    public mutating func chance(_ thousandths: Int) -> Bool { random.chance(thousandths: thousandths) }

    private mutating func name(_ limit: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let more = letters + Array("0123456789")
        let length = chance(200) ? limit : number(2...8)
        // `q` first, so that no reserved beginning comes out.
        var name = "q" + String((0..<length - 1).map { _ in pick(more) })
        if length > 4, chance(300) {
            name.remove(at: name.index(name.startIndex, offsetBy: 2))
            name.insert("-", at: name.index(name.startIndex, offsetBy: 2))
        }
        return name
    }

    /// A spec of some phase, or of the given one.
    public mutating func spec(phase given: Int? = nil) -> Spec {
        let phase = given ?? number(0...4)
        let first = random.below(Self.regions.count)
        let count = phase >= 4 || chance(300) ? 2 : 1
        let regions = (0..<count).map { index in
            RegionSpec(
                name: Self.regions[(first + index) % Self.regions.count],
                network: index == 0 && chance(300) ? "172.16.0.0/\(number(16...20))" : "10.\(index).0.0/16",
                zones: number(2...3))
        }
        let fleet = number(1...4)
        let nodes = number(1...4)
        return Spec(
            name: name(20), phase: phase, account: "123456789012", regions: regions, services: services(),
            database: DatabaseSpec(
                engineVersion: pick(["16", "17", "17.6", "18"]),
                instanceClass: pick(["db.m7g.large", "db.t4g.medium"]),
                storage: number(20...200), multiAZ: chance(800), backupRetention: number(1...35),
                remoteWrites: chance(300) ? .refuse : .forward),
            cache: CacheSpec(nodeType: "cache.m7g.large", replicas: number(1...3)),
            cdn: CDNSpec(priceClass: pick(["PriceClass_100", "PriceClass_All"]), defaultTTL: number(0...600)),
            cluster: ClusterSpec(
                nodeType: pick(["m7g.large", "m7i.large"]), minNodes: nodes, maxNodes: nodes + number(12...16),
                endpointCIDRs: ["203.0.113.0/24"]),
            compute: ComputeSpec(
                instanceType: pick(["t4g.large", "m7i.large"]), minInstances: fleet,
                maxInstances: fleet + number(0...4),
                dataVolume: number(10...100)),
            domain: phase >= 3 || chance(500) ? "\(name(8)).example.com" : nil,
            gitOps: chance(300) ? GitOpsSpec(repository: "https://git.example.com/shop.git") : nil,
            alertEmail: chance(400) ? "ops@example.com" : nil, monthlyBudget: chance(400) ? number(1...5000) : nil,
            tags: chance(600) ? ["team": pick(["platform", "shop"]), "cost": String(number(1...9))] : [:])
    }

    private mutating func services() -> [ServiceSpec] {
        let count = chance(50) ? number(20...100) : number(1...5)
        var names: Set<String> = []
        while names.count < count { names.insert(name(30)) }
        return names.sorted().enumerated().map { index, name in
            service(name, isFirst: index == 0, isOneOfMany: count > 5)
        }
    }

    private mutating func service(_ name: String, isFirst: Bool, isOneOfMany: Bool) -> ServiceSpec {
        let least = number(1...3)
        let path = isFirst && chance(500) ? "/" : "/\(name)"
        var environment: [String: String] = [:]
        for _ in 0..<number(0...3) { environment[pick(["LOG", "MODE", "NO", "_X1", "null"])] = pick(Self.values) }
        return ServiceSpec(
            name: name, image: "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/\(name):\(number(1...9)).0",
            port: number(1...65_535), path: path, healthPath: pick(["/health", "/ok?deep=1"]),
            cpu: number(10...(isOneOfMany ? 20 : 250)),
            memory: number(64...(isOneOfMany ? 80 : 600)), minReplicas: least, maxReplicas: least + number(0...5),
            environment: environment,
            cachedRoutes: (0..<number(0...2)).map { "\(path == "/" ? "" : path)/cached-\($0)/*" },
            weight: number(0...100))
    }

    /// The same spec with one thing changed that its phase shows, and what that was.
    public mutating func smallChange(of spec: Spec) -> (spec: Spec, what: String) {
        var changed = spec
        let index = random.below(spec.services.count)
        switch number(0...5) {
        case 0:
            changed.tags["team"] = "another"
            return (changed, "tag")
        case 1:
            changed.database.storage += 10
            return (changed, "storage")
        case 2:
            changed.services[index].image = "public.ecr.aws/nginx/nginx:1.28-alpine"
            return (changed, "image")
        case 3:
            changed.compute.maxInstances += 1
            changed.cluster.maxNodes += 1
            return (changed, "size")
        case 4:
            changed.monthlyBudget = (spec.monthlyBudget ?? 0) + 1
            return (changed, "budget")
        default:
            var added = spec.services[index]
            added.name = "zz-added"
            added.path = "/zz-added"
            changed.services.append(added)
            return (changed, "service")
        }
    }
}
