import Digests
import Resources
import Specs
import Values

/// A rule of the load balancer for each service, so that services move one after the other from old to new targets.
struct ServiceRules {
    /// A load balancer has 100 rules at most (ELBv2 quotas); a platform of more services moves as a whole.
    static let limit = 40
    /// The listener itself moves last: what no service's path matches.
    static let lastRank = limit + 1

    let stamp: RegionalStamp

    var resources: [Resource] {
        let services = stamp.spec.services.filter { $0.path != "/" }
        guard services.count <= Self.limit else { return [] }
        // The smallest share of the traffic goes first: what breaks there, breaks for the fewest.
        let ranks = services.sorted { ($0.weight, $0.name) < ($1.weight, $1.name) }.map(\.name)
        let priorities = Self.priorities(services.map(\.path))
        return services.map { service in
            rule(
                service, priority: priorities[service.path] ?? Self.firstPriority,
                rank: 1 + (ranks.firstIndex(of: service.name) ?? 0))
        }
    }

    private static let firstPriority = 1000
    private static let perLength = 700

    /// Of two rules that match, the one with the lower priority counts, so longer paths come first. Among paths of one
    /// length the place is drawn from the path itself, so that a new service moves nobody else's rule: a priority can't
    /// be changed in place.
    private static func priorities(_ paths: [String]) -> [String: Int] {
        var taken: Set<Int> = []
        var priorities: [String: Int] = [:]
        for path in paths.sorted() {
            let first = firstPriority + (64 - min(64, path.utf8.count)) * perLength
            var place = (Int(SHA256Digest.hex(path).prefix(7), radix: 16) ?? 0) % perLength
            while !taken.insert(first + place).inserted { place = (place + 1) % perLength }
            priorities[path] = first + place
        }
        return priorities
    }

    private func rule(_ service: ServiceSpec, priority: Int, rank: Int) -> Resource {
        let suffix = stamp.spec.domain == nil ? "" : "-https"
        return stamp.make(
            "front-door/rule/service-\(service.name)\(suffix)", "AWS::ElasticLoadBalancingV2::ListenerRule",
            [
                "ListenerArn": stamp.reference(FrontDoor.listener(stamp.spec), "ListenerArn"),
                "Priority": .int(priority),
                "Conditions": [
                    [
                        "Field": "path-pattern",
                        "PathPatternConfig": ["Values": [.string(service.path), .string("\(service.path)/*")]],
                    ]
                ],
                "Actions": [
                    [
                        "Type": "forward",
                        "TargetGroupArn": stamp.reference(FrontDoor.targets(phase: stamp.phase), "TargetGroupArn"),
                    ]
                ],
            ],
            // Whoever comes by it finds the service.
            dependsOn: stamp.phase >= 2 ? ServiceObjects.serving([service], of: stamp.spec) : [],
            lifecycle: Lifecycle(shiftRank: rank), since: 1)
    }
}
