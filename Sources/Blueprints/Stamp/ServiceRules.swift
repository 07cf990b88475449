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
        // Of two rules that match, the one with the lower priority counts, so longer paths come first.
        let order = services.sorted { ($1.path.utf8.count, $0.name) < ($0.path.utf8.count, $1.name) }
        return order.enumerated().map { index, service in
            rule(service, priority: 100 + index, rank: 1 + (ranks.firstIndex(of: service.name) ?? 0))
        }
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
            ], lifecycle: Lifecycle(shiftRank: rank), since: 1)
    }
}
