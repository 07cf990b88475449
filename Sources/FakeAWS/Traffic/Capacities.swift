import Values

/// Lets what is asked too much fail: instances by their vCPUs, databases by theirs. As a fluid, without queues: a part
/// serves all that it can, and what is above that is answered with an error.
struct Capacities {
    private let cloud: Cloud
    private let demand: Demand
    private let moment: Instant

    init(_ cloud: Cloud, _ demand: Demand, at moment: Instant) {
        self.cloud = cloud
        self.demand = demand
        self.moment = moment
    }

    /// Whether a CDN stands before the load balancers: names lead to it, where there are any.
    static func hasEdge(_ cloud: Cloud) -> Bool {
        let targets = cloud.allEvenHidden("AWS::Route53::RecordSet", "global").compactMap {
            $0.attributes["AliasTarget"]?.text("DNSName").map(Routing.plain)
        }
        return cloud.allEvenHidden("AWS::CloudFront::Distribution", "global").contains {
            ($0.attributes["DistributionConfig"]?["Enabled"]?.flag ?? true)
                && (targets.isEmpty || targets.contains(Routing.plain($0.attributes.text("DomainName") ?? "")))
        }
    }

    /// Thousandths of the requests behind the edge that only read.
    private var readsBehindEdge: Int {
        let edge = Self.hasEdge(cloud) ? demand.edge : 0
        return edge < 1000 ? max(0, demand.reads - edge) * 1000 / (1000 - edge) : 0
    }

    /// Thousandths of reads that a region's cache answers.
    private func hits(_ region: String) -> Int { CacheModel(cloud, at: moment).hits(region, demand.hits) }

    /// Counts what the caches are asked and what they answer.
    func countLookups(_ flows: inout [Routing.Flow]) {
        let reads = readsBehindEdge
        let model = CacheModel(cloud, at: moment)
        for index in flows.indices { model.count(&flows[index], reads: reads, hits: demand.hits) }
    }

    /// Takes from each flow what its instances and the databases can't serve.
    func limit(_ flows: inout [Routing.Flow]) {
        let reads = readsBehindEdge
        for index in flows.indices { limitServices(&flows[index]) }
        limitDatabases(&flows, reads)
    }

    private func requests(_ flow: Routing.Flow) -> [(group: String, count: Int)] {
        flow.thousandths.filter { $0.key.hasPrefix("RequestCount ") && $0.value > 0 }.sorted { $0.key < $1.key }
            .map { (group: String($0.key.dropFirst("RequestCount ".count)), count: $0.value) }
    }

    /// Has thousandths of what a group was asked fail beyond what fails already.
    private func fail(_ group: String, _ thousandths: Int, _ flow: inout Routing.Flow) {
        guard thousandths > 0 else { return }
        let asked = flow.thousandths["RequestCount \(group)"] ?? 0
        let more = (asked - flow.failed(in: group)) * thousandths / 1000
        flow.thousandths["HTTPCode_Target_5XX_Count \(group)", default: 0] += more
    }

    /// Microseconds of a vCPU that a request costs a service.
    func cost(in region: String) -> Int {
        let hits = readsBehindEdge * hits(region) / 1000
        return (hits * demand.cached + (1000 - hits) * demand.service) / 1000
    }

    private func limitServices(_ flow: inout Routing.Flow) {
        let cost = cost(in: flow.region)
        // Groups with the same instances share what these can.
        var pools: [[String]: (cores: Int, groups: [String], asked: Int)] = [:]
        for (group, count) in requests(flow) {
            let (ids, cores) = healthy(group, flow.region)
            var pool = pools[ids] ?? (cores, [], 0)
            pool.groups.append(group)
            pool.asked += count
            pools[ids] = pool
        }
        for (_, pool) in pools.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let needed = pool.asked * cost / 1000
            let given = pool.cores * 1_000_000
            guard needed > given else { continue }
            for group in pool.groups { fail(group, 1000 - given * 1000 / needed, &flow) }
        }
    }

    private func healthy(_ group: String, _ region: String) -> (ids: [String], cores: Int) {
        let found = cloud.allEvenHidden(ELBv2.targetGroup, region).first { $0.id.hasSuffix(":\(group)") }
        guard let found else { return ([], 0) }
        let ids = (found.hidden["targets"]?.elements ?? []).filter {
            TargetGroups.health($0, found, cloud, at: moment).state == "healthy"
        }.compactMap { $0.text("Id") }.sorted()
        let cores = ids.reduce(0) { sum, id in
            sum
                + InstanceSize(cloud.object(EC2Type.instance.type, region, id)?.attributes.text("InstanceType") ?? "")
                .cores
        }
        return (ids, cores)
    }

    /// What a database that is down or out of reach can't answer: writes, and the reads that neither cache nor copy
    /// answers.
    func limitByDowntime(_ flows: inout [Routing.Flow]) {
        let all = cloud.usedDatabases
        let isAnyDown = all.contains { $0.hidden.number("downUntil") ?? 0 > moment.milliseconds }
        guard isAnyDown || !cloud.faults.cutRegions.isEmpty else { return }
        let reads = readsBehindEdge
        for index in flows.indices {
            let region = flows[index].region
            let asked = ServiceSettings(region: region, cloud)?.asked ?? nearest(to: region, all)
            let misses = reads * (1000 - hits(region)) / 1000
            let failing = (answers(asked.writer) ? 0 : 1000 - reads) + (answers(asked.reader) ? 0 : misses)
            for (group, _) in requests(flows[index]) { fail(group, failing, &flows[index]) }
        }
    }

    /// The databases of services that say nowhere which they ask: the writer, and a copy of it in their region.
    private func nearest(to region: String, _ all: [CloudObject]) -> (writer: CloudObject?, reader: CloudObject?) {
        let writer = all.first { !$0.isReadReplica }
        return (writer, all.first { $0.region == region && $0.isReadReplica } ?? writer)
    }

    private func answers(_ instance: CloudObject?) -> Bool {
        guard let instance else { return false }
        return cloud.cutSince(instance.region) == nil
            && instance.hidden.number("downUntil") ?? 0 <= moment.milliseconds
    }

    private func limitDatabases(_ flows: inout [Routing.Flow], _ reads: Int) {
        let all = cloud.usedDatabases.filter { $0.status == "available" }
        guard let writer = all.first(where: { !$0.isReadReplica }) else { return }
        var asked: [CloudObject.Key: Int] = [:]
        var readers: [CloudObject.Key] = []
        for flow in flows {
            let count = requests(flow).reduce(0) { $0 + $1.count }
            let near = all.first { $0.isReadReplica && $0.region == flow.region } ?? writer
            readers.append(near.key)
            let misses = reads * (1000 - hits(flow.region)) / 1000
            asked[near.key, default: 0] += count * misses / 1000 * demand.read / 1000
            asked[writer.key, default: 0] += count * (1000 - reads) / 1000 * demand.write / 1000
        }
        func short(_ key: CloudObject.Key) -> Int {
            let cores = InstanceSize(cloud.objects[key]?.attributes.text("DBInstanceClass") ?? "").cores
            let (needed, given) = (asked[key] ?? 0, cores * 1_000_000)
            return needed > given ? 1000 - given * 1000 / needed : 0
        }
        for (index, reader) in zip(flows.indices, readers) {
            let lost = max(short(writer.key), short(reader))
            for (group, _) in requests(flows[index]) { fail(group, lost, &flows[index]) }
        }
    }
}
