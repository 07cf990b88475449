import Blueprints
import Diagnostics
import Planning
import Resources
import Values

/// Refuses to give a path to a service of another name in the middle of a road.
///
/// On a road the old shape stands beside the new one until it is retired, but a load balancer leads a path to one service
/// only: the new name would take all of its requests at once, or none until the end.
enum ServicePaths {
    private static let prefix = "front-door/rule/service-"
    private static let rule: Kind = "AWS::ElasticLoadBalancingV2::ListenerRule"

    static func check(_ world: World, _ wanted: ResourceGraph, on road: Road) throws(PlanProblems) {
        var owners: [String: Address] = [:]
        for (address, existing) in world.existing where existing.observation.kind == rule && !wanted.contains(address) {
            if let place = place(address, existing.observation.properties) { owners[place] = address }
        }
        let problems = wanted.resources.compactMap { resource -> Diagnostic? in
            guard resource.kind == rule, world[resource.address] == nil,
                let place = place(resource.address, resource.properties), let owner = owners[place]
            else { return nil }
            let (old, new) = (name(owner), name(resource.address))
            return Diagnostic(
                "plan.serviceRenamed",
                "The service \(old) is called \(new) in this spec, under the same path: on the road \(road.name) both would "
                    + "have to stand side by side.", path: resource.address.text,
                hint: "One after the other: first the name, with --set phase=\(road.from), and then the road.")
        }
        if !problems.isEmpty { throw PlanProblems(problems) }
    }

    /// Where a service's rule stands in the order of its listener.
    private static func place(_ address: Address, _ properties: Value) -> String? {
        guard address.local.hasPrefix(prefix), let priority = properties.number("Priority") else { return nil }
        return "\(address.scope) \(address.local.hasSuffix("-https")) \(priority)"
    }

    private static func name(_ address: Address) -> String {
        let name = address.local.dropFirst(prefix.count)
        return String(name.hasSuffix("-https") ? name.dropLast(6) : name)
    }
}
