import Resources
import Specs

/// Finds the smallest sizes of a phase that hold a load.
struct Sizing {
    let base: Spec
    let load: LoadModel

    func alternative(_ phase: Int) -> Alternative {
        var spec = base
        spec.phase = phase
        if phase < 4 { spec.regions = [base.primaryRegion] }
        if phase >= 4, spec.regions.count < 2 {
            spec.regions.append(RegionSpec(name: "us-east-1", network: "10.1.0.0/16"))
        }
        if phase < 3 { spec.domain = nil }
        spec = machines(spec)
        spec = database(spec)
        if phase >= 3 { spec = cache(spec) }
        if phase >= 2 { spec = replicas(spec) }
        return Alternative(model: PlatformModel(spec, load), cores: Self.cores(spec))
    }

    private static func cores(_ spec: Spec) -> Int {
        let places = spec.phase >= 4 ? spec.regions.count : 1
        let database = MachineSize.cores(spec.database.instanceClass) ?? 0
        switch spec.phase {
        case 0: return MachineSize.cores(spec.compute.instanceType) ?? 0
        case 1:
            return spec.compute.maxInstances * (MachineSize.cores(spec.compute.instanceType) ?? 0)
                + database * (spec.database.multiAZ ? 2 : 1)
        default:
            return places * spec.cluster.maxNodes * (MachineSize.cores(spec.cluster.nodeType) ?? 0)
                + database * (spec.database.multiAZ ? places + 1 : places)
        }
    }

    /// Whether the parts of this name hold.
    private func holds(_ spec: Spec, _ isMeant: (Part) -> Bool) -> Bool {
        PlatformModel(spec, load).parts.allSatisfy { !isMeant($0) || $0.holds }
    }

    // MARK: Machines

    private func machines(_ spec: Spec) -> Spec {
        switch spec.phase {
        case 0:
            let sized = MachineTypes.instances.map { type -> Spec in
                var spec = spec
                spec.compute.instanceType = type
                return spec
            }
            return sized.first { holds($0) { $0.name == "the one instance" } } ?? sized[sized.count - 1]
        case 1:
            let limit = max(2, Int(load.releaseMinutes / 5))
            return cheapest(MachineTypes.instances, 2, { _ in limit }, "instances") { type, count, least in
                var spec = spec
                spec.compute.instanceType = type
                spec.compute.maxInstances = count
                spec.compute.minInstances = least
                return spec
            }
        default:
            let limit = { (type: String) in max(3, Int(self.load.regionCores) / (MachineSize.cores(type) ?? 2)) }
            return cheapest(MachineTypes.nodes, 3, limit, "nodes") { type, count, least in
                var spec = spec
                spec.cluster.nodeType = type
                spec.cluster.maxNodes = min(450, count)
                spec.cluster.minNodes = min(450, least)
                return spec
            }
        }
    }

    /// Of each type the fewest machines that hold; of those the fewest vCPUs, and among equals the fewer machines once
    /// there are more than a dozen.
    private func cheapest(
        _ types: [String], _ least: Int, _ limit: (String) -> Int, _ prefix: String,
        _ sized: (_ type: String, _ count: Int, _ least: Int) -> Spec
    ) -> Spec {
        var found: [(spec: Spec, cores: Int, count: Int)] = []
        for type in types {
            var (low, high) = (least, limit(type))
            func holds(_ count: Int) -> Bool { self.holds(sized(type, count, least)) { $0.name.hasPrefix(prefix) } }
            guard low <= high, holds(high) else { continue }
            while low < high {
                let middle = (low + high) / 2
                if holds(middle) { high = middle } else { low = middle + 1 }
            }
            let quiet = quietCount(low, least)
            found.append((sized(type, low, quiet), low * (MachineSize.cores(type) ?? 2), low))
        }
        func rank(_ one: (spec: Spec, cores: Int, count: Int)) -> [Int] {
            [one.cores + max(0, one.count - 12), one.count]
        }
        if let best = found.min(by: { rank($0).lexicographicallyPrecedes(rank($1)) }) { return best.spec }
        let largest = types[types.count - 1]
        return sized(largest, limit(largest), limit(largest))
    }

    /// How many the quietest hour needs.
    private func quietCount(_ count: Int, _ least: Int) -> Int {
        let hours = load.hourly
        let part = (hours.min() ?? 0) / max(hours.max() ?? 1, 0.000_1)
        return min(count, max(least, Int((Double(count) * part).rounded(.up))))
    }

    // MARK: Data

    private func database(_ spec: Spec) -> Spec {
        guard spec.phase >= 1 else { return spec }
        let sized = MachineTypes.databases.map { type -> Spec in
            var spec = spec
            spec.database.instanceClass = type
            return spec
        }
        return sized.first { holds($0) { $0.name.contains("database") || $0.name.contains("replica") } }
            ?? sized[sized.count - 1]
    }

    private func cache(_ spec: Spec) -> Spec {
        let sized = MachineTypes.caches.map { type -> Spec in
            var spec = spec
            spec.cache.nodeType = type
            return spec
        }
        return sized.first { holds($0) { $0.name.contains("cache") } } ?? sized[sized.count - 1]
    }

    // MARK: Services

    /// Each service gets its share of the nodes' vCPUs, in replicas of a quarter vCPU up to two.
    private func replicas(_ spec: Spec) -> Spec {
        var spec = spec
        let each = MachineSize.cores(spec.cluster.nodeType) ?? 2
        let weights = max(1, spec.services.reduce(0) { $0 + $1.weight })
        for index in spec.services.indices {
            let share = Double(spec.services[index].weight) / Double(weights)
            // A fifth of a node is the system's and its head room's.
            let greatest = share * Double(spec.cluster.maxNodes * each) * 0.8
            let least = share * Double(spec.cluster.minNodes * each) * 0.8
            let cpu = greatest > 200 ? 2000 : greatest > 20 ? 1000 : 250
            spec.services[index].cpu = cpu
            spec.services[index].memory = max(spec.services[index].memory, cpu)
            spec.services[index].maxReplicas = min(1000, max(2, Int(greatest * 1000 / Double(cpu))))
            spec.services[index].minReplicas = min(
                spec.services[index].maxReplicas, max(2, Int(least * 1000 / Double(cpu))))
        }
        return spec
    }
}
