import Planning
import Resources
import Values

/// What a road's gates measure: only what a user of the account could read.
struct Proofs {
    private let bridge: Bridge

    init(_ bridge: Bridge) { self.bridge = bridge }

    /// The new targets are healthy, and new replicas follow their source.
    var ofNewTargets: [Measurement] {
        Self.targets(of: bridge.movers, in: bridge.new).map { target in
            Measurement(
                .healthyTargets, of: target.local, in: target.scope,
                subject: ["TargetGroupArn": .reference(Reference(address: target.text, attribute: "TargetGroupArn"))],
                bound: .atLeast(1000))
        } + replicas
    }

    /// Requests to the targets to which the listeners of a graph forward succeed, in each region.
    static func ofService(in graph: ResourceGraph) -> [Measurement] { ofService(in: graph, endingIn: graph) }

    private static func ofService(in graph: ResourceGraph, endingIn end: ResourceGraph) -> [Measurement] {
        failures(targets(of: graph.resources.filter(isListener).map(\.address), in: graph), in: end)
    }

    /// Users' requests succeed for a while, wherever the platform listens.
    static func served(in graph: ResourceGraph, for window: TimeSpan) -> Gate {
        Gate(
            measure: "users are served", threshold: "all", measurements: ofService(in: graph), window: window,
            timeLimit: .minutes(60))
    }

    /// The pods of a cluster run, and users are served.
    /// - Parameters:
    ///   - cluster: its name, or the reference to it.
    ///   - place: what the pods run on or for, which names the measurement.
    static func running(on cluster: Value, at place: Resource, in graph: ResourceGraph) -> Gate {
        var gate = served(in: graph, for: .minutes(3))
        gate.measure = "pods run and users are served"
        // Autoscalers and other people's rollouts go on meanwhile.
        let pods = Measurement(
            .availablePods, of: place.address.local, in: place.region, subject: ["cluster": cluster],
            bound: .atLeast(900))
        gate.measurements.insert(pods, at: 0)
        return gate
    }

    /// The same where the road's end still has the load balancer: requests that leave it for good prove nothing there.
    func ofService(in graph: ResourceGraph) -> [Measurement] {
        Self.ofService(in: graph, endingIn: bridge.new)
    }

    /// Requests to the targets to which these listeners and rules move succeed.
    func ofService(by movers: [Address]) -> [Measurement] {
        Self.failures(Self.targets(of: movers, in: bridge.new), in: bridge.new)
    }

    /// One failed request in a hundred is too many; fewer than 20 requests prove nothing.
    private static func failures(_ targets: [Address], in graph: ResourceGraph) -> [Measurement] {
        targets.compactMap { target in
            let balancer = "\(target.scope)/front-door/load-balancer"
            guard graph.contains(Address(balancer)) else { return nil }
            return Measurement(
                .failedRequests, of: target.local, in: target.scope,
                subject: [
                    "TargetGroup": .reference(Reference(address: target.text, attribute: "TargetGroupFullName")),
                    "LoadBalancer": .reference(Reference(address: balancer, attribute: "LoadBalancerFullName")),
                ], bound: .atMost(10), minimumSamples: 20)
        }
    }

    /// New caches answer half of what they are asked. A cold one does not, and warms up while it is asked; one that services
    /// can't use never does.
    var ofNewCaches: [Measurement] {
        bridge.new.resources.filter {
            $0.kind.name.hasSuffix("::ReplicationGroup") && !bridge.old.contains($0.address)
        }.map { Self.measure($0, .cacheHits, by: "ReplicationGroupId", .atLeast(500), minimumSamples: 100) }
    }

    private var replicas: [Measurement] {
        bridge.new.resources.filter {
            !bridge.old.contains($0.address) && $0.properties.followsADatabase
        }.map { Self.measure($0, .replicaLag, by: "DBInstanceIdentifier", .atMost(10_000)) }
    }

    /// A measurement of one resource, which the gauge finds by an attribute of it.
    static func measure(
        _ resource: Resource, _ gauge: Measurement.Gauge, by attribute: String, _ bound: Measurement.Bound,
        minimumSamples: Int = 1
    ) -> Measurement {
        Measurement(
            gauge, of: resource.address.local, in: resource.region,
            subject: [attribute: .reference(Reference(address: resource.address.text, attribute: attribute))],
            bound: bound, minimumSamples: minimumSamples)
    }

    /// The target groups to which listeners and rules forward, sorted.
    private static func targets(of addresses: [Address], in graph: ResourceGraph) -> [Address] {
        var found: Set<Address> = []
        for address in addresses {
            guard let resource = graph[address] else { continue }
            for property in ["DefaultActions", "Actions"] {
                resource.properties[property]?.forEachReference {
                    if $0.attribute == "TargetGroupArn" { found.insert(Address($0.address)) }
                }
            }
        }
        return found.sorted()
    }

    private static func isListener(_ resource: Resource) -> Bool {
        resource.kind.name.hasSuffix("::Listener")
    }
}
