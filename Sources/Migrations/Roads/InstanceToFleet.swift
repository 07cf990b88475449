import Planning
import Resources
import Values

/// From one instance to a fleet behind a load balancer, with a managed database.
///
/// The load balancer comes in front of the old instance first: names move while everything still runs on it, and what
/// comes later is a listener's change of seconds instead of a wait for resolvers.
enum InstanceToFleet {
    static let up = Road(
        from: 0, to: 1,
        purpose: "One instance is a single point of failure and can't follow a spike.",
        undoShift: "The instance still runs behind the load balancer: the listener forwards to it again.",
        warnings: [
            "USERS' WRITES ARE REFUSED for about 20 seconds on the road 0-1, from its stage freeze to its stage thaw, while "
                + "the last rows reach RDS; for about 5 of these the services start anew and answer nothing. No row that "
                + "was acknowledged is lost, and until the stage part what is written flows back."
        ])
    static let down = Road(
        from: 1, to: 0,
        purpose: "One instance is enough again.",
        undoShift: "The fleet still runs: point the name back to the load balancer.",
        warnings: [
            "USERS' WRITES ARE REFUSED for about 20 seconds on the road 1-0, from its stage freeze to its stage thaw, while "
                + "the last rows reach the instance; for about 5 of these the services start anew and answer nothing. No "
                + "row that was acknowledged is lost; the RDS instance is kept."
        ])

    /// The old shape with the load balancer in front of its instances, as long as they are there and serve.
    static func fronted(_ road: Road, _ old: ResourceGraph, by new: ResourceGraph, in world: World) -> ResourceGraph {
        guard road == up || road == down, let move = RowsMove.between(old, new, .toManaged) else { return old }
        var resources = old.resources + move.ways
        guard road == up else { return ResourceGraph(resources) }
        for instance in old.resources where instance.address.local == "instance/machine" {
            let region = instance.region
            guard world[instance.address] != nil, !isServed("fleet/target-group", region, new, world) else {
                continue
            }
            guard let fleet = new[Address("\(region)/fleet/target-group")] else { continue }
            var group = fleet
            group.address = Address("\(region)/instance/target-group")
            group.properties["Name"] = .string(name(fleet.properties.text("Name") ?? ""))
            resources += [group, registration(of: instance, in: group)]
            resources += egress(to: instance, like: new)
            for front in new.resources where front.region == region && forwards(front, to: fleet.address) {
                // The probe proves the new targets and belongs to them.
                guard !front.address.local.hasPrefix("front-door/rule/probe") else { continue }
                resources.append(redirected(front, to: group.address))
            }
        }
        return ResourceGraph(resources)
    }

    /// The load balancer may reach the instance as it may reach the fleet.
    private static func egress(to instance: Resource, like new: ResourceGraph) -> [Resource] {
        guard var rule = new[Address("\(instance.region)/front-door/egress/fleet")] else { return [] }
        rule.address = Address("\(instance.region)/front-door/egress/instance")
        rule.properties["ReferencedGroupId"] = .reference(
            Reference(address: "\(instance.region)/instance/security-group", attribute: "GroupId"))
        rule.properties["Description"] = "to the old instance"
        return [rule]
    }

    /// Whether the listener forwards to the new targets alone already.
    private static func isServed(_ targets: String, _ region: String, _ new: ResourceGraph, _ world: World) -> Bool {
        guard let arn = world[Address("\(region)/\(targets)")]?.observation.attributes.text("TargetGroupArn") else {
            return false
        }
        let listeners = new.resources.filter { $0.region == region && $0.kind.name.hasSuffix("::Listener") }
        return listeners.contains { listener in
            world[listener.address]?.observation.properties["DefaultActions"]?.elements.first?.text("TargetGroupArn")
                == arn
        }
    }

    private static func name(_ fleet: String) -> String {
        let stem = fleet.hasSuffix("fleet") ? String(fleet.dropLast("fleet".count)) : fleet + "-"
        return String((stem + "old").prefix(32))
    }

    private static func registration(of instance: Resource, in group: Resource) -> Resource {
        Resource(
            address: Address("\(instance.region)/instance/target"), kind: "AWS::ElasticLoadBalancingV2::Target",
            region: instance.region,
            properties: [
                "TargetGroupArn": .reference(Reference(address: group.address.text, attribute: "TargetGroupArn")),
                "Id": .reference(Reference(address: instance.address.text, attribute: "InstanceId")),
            ], phase: 1)
    }

    private static func forwards(_ resource: Resource, to group: Address) -> Bool {
        var isFound = false
        resource.properties.forEachReference {
            if $0.attribute == "TargetGroupArn", Address($0.address) == group { isFound = true }
        }
        return isFound && resource.properties["ListenerArn"] ?? resource.properties["LoadBalancerArn"] != nil
    }

    private static func redirected(_ front: Resource, to group: Address) -> Resource {
        var front = front
        let forward: Value = [
            [
                "Type": "forward",
                "TargetGroupArn": .reference(Reference(address: group.text, attribute: "TargetGroupArn")),
            ]
        ]
        front.properties[front.properties["Actions"] == nil ? "DefaultActions" : "Actions"] = forward
        return front
    }
}
