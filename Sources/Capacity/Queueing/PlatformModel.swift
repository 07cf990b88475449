import Resources
public import Specs

/// A spec's platform as queues under a load: every part, how full it is, and up to how many users it holds.
public struct PlatformModel: Sendable {
    public let spec: Spec
    public let load: LoadModel
    /// The part that is full first stands first.
    public let parts: [Part]

    public init(_ spec: Spec, _ load: LoadModel) {
        self.spec = spec
        self.load = load
        let sizes = Sizes(spec: spec, load: load)
        parts = ((spec.phase == 0 ? [sizes.machine] : sizes.parts) + sizes.risks).sorted {
            $0.holdsTo == $1.holdsTo ? $0.name < $1.name : $0.holdsTo < $1.holdsTo
        }
    }

    public var holds: Bool { parts.allSatisfy(\.holds) }
    /// What saturates first.
    public var bottleneck: Part? { parts.first }
    /// Users in the busiest hour up to which every part holds.
    public var users: Int { users(at: bottleneck?.holdsTo ?? 0) }
    /// Users at whose busiest minute the first part is full.
    public var usersWhenFull: Int { users(at: parts.map(\.fullAt).min() ?? 0) }

    public func users(at rate: Double) -> Int {
        let perUser = load.requestsPerUser * load.spike
        return perUser > 0 && rate.isFinite ? Int(rate / perUser + 0.001) : Int.max
    }

    /// Requests of a user's minute that reach something behind the edge.
    struct Sizes {
        let spec: Spec
        let load: LoadModel

        private var asked: Double { load.peak * load.spike }
        private var hasCache: Bool { spec.phase >= 3 }
        /// What of all requests gets past the CDN.
        private var origin: Double { spec.phase >= 3 ? 1 - load.edgeShare : 1 }
        private var regions: [String] {
            spec.phase >= 4 ? spec.regions.map(\.name) : [spec.primaryRegion.name]
        }

        /// A part from its queue: `share` is what of a user's request it serves.
        private func part(_ name: String, _ made: String, cores: Int, lost: Int, seconds: Double, share: Double) -> Part
        {
            let full = ErlangQueue(servers: max(1, cores), service: seconds)
            let left = ErlangQueue(servers: max(1, cores - lost), service: seconds)
            let bearable = min(left.rate(waitingAtMost: load.waitBound / 1000), left.limit * load.fullest)
            let scale = share > 0 ? 1 / share : .infinity
            return Part(
                name: name, made: made, fullAt: full.limit * scale, holdsTo: bearable * scale, asked: asked)
        }

        /// Phase 0: services and database on one machine.
        var machine: Part {
            let database = load.readMilliseconds * load.readShare + load.writeMilliseconds * (1 - load.readShare)
            let seconds = (load.serviceMilliseconds + database) * load.sharedMachine / 1000
            return part(
                "the one instance", spec.compute.instanceType,
                cores: MachineSize.cores(spec.compute.instanceType) ?? 2,
                lost: 0, seconds: seconds, share: 1)
        }

        /// Limits that no size moves: what goes when one thing goes.
        var risks: [Part] {
            func risk(_ name: String, _ users: Double) -> Part {
                let rate = users * load.requestsPerUser * load.spike
                return Part(name: name, made: "", fullAt: .infinity, holdsTo: rate, asked: asked)
            }
            return switch spec.phase {
            case 0: [risk("the single machine: if it goes, all goes", load.oneMachineUsers)]
            case 3: [risk("the single region: if it goes, all goes", load.oneRegionUsers)]
            default: []
            }
        }

        var parts: [Part] {
            var parts = regions.map(services) + [writer]
            if spec.phase >= 4 { parts += regions.dropFirst().map(replica) }
            if hasCache { parts += regions.map(cache) }
            return parts
        }

        /// Milliseconds of a service's vCPU for a request that gets there.
        private var serviceMilliseconds: Double {
            guard hasCache else { return load.serviceMilliseconds }
            let hits = reads * load.hitShare
            return hits * load.cachedMilliseconds + (1 - hits) * load.serviceMilliseconds
        }

        /// The share of reads among what gets past the CDN, which answers only reads.
        private var reads: Double {
            origin > 0 ? max(0, load.readShare - (1 - origin)) / origin : 0
        }

        private func services(_ region: String) -> Part {
            let (count, type, name) =
                spec.phase == 1
                ? (spec.compute.maxInstances, spec.compute.instanceType, "instances")
                : (spec.cluster.maxNodes, spec.cluster.nodeType, "nodes")
            let each = MachineSize.cores(type) ?? 2
            let zones = spec.regions.first { $0.name == region }?.zones ?? 3
            // A zone may be lost: what is left must hold.
            let lost = (count + zones - 1) / zones * each
            return part(
                "\(name) in \(region)", "\(count) x \(type)", cores: count * each, lost: count > 1 ? lost : 0,
                seconds: serviceMilliseconds / 1000, share: origin * load.share(of: region, among: regions))
        }

        /// Milliseconds of the database for the reads of a request that got past the CDN.
        private var readMilliseconds: Double {
            reads * load.readMilliseconds * (hasCache ? 1 - load.hitShare : 1)
        }

        private var writer: Part {
            let home = spec.primaryRegion.name
            let near = spec.phase >= 4 ? load.share(of: home, among: regions) : 1
            let milliseconds = origin * (readMilliseconds * near + (1 - reads) * load.writeMilliseconds)
            return part(
                "the database that is written", spec.database.instanceClass,
                cores: MachineSize.cores(spec.database.instanceClass) ?? 2, lost: 0, seconds: milliseconds / 1000,
                share: 1)
        }

        private func replica(_ region: String) -> Part {
            let milliseconds = origin * readMilliseconds * load.share(of: region, among: regions)
            return part(
                "the read replica in \(region)", spec.database.instanceClass,
                cores: MachineSize.cores(spec.database.instanceClass) ?? 2, lost: 0, seconds: milliseconds / 1000,
                share: 1)
        }

        private func cache(_ region: String) -> Part {
            let rate = MachineTypes.cacheRate(spec.cache.nodeType) * Double(spec.cache.replicas + 1)
            let share = origin * reads * load.share(of: region, among: regions)
            let full = share > 0 ? rate / share : .infinity
            return Part(
                name: "the cache in \(region)", made: "\(spec.cache.replicas + 1) x \(spec.cache.nodeType)",
                fullAt: full, holdsTo: full * load.fullest, asked: asked)
        }
    }
}
