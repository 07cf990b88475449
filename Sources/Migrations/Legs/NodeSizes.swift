import Planning
import Resources
import Values

/// How many nodes node groups have at least on a road on which more comes to them: autoscalers add nodes when pods find no
/// room, which is minutes after users have come.
struct NodeSizes {
    private static let group: Kind = "AWS::EKS::Nodegroup"
    private static let fleet: Kind = "AWS::AutoScaling::AutoScalingGroup"
    private static let template: Kind = "AWS::EC2::LaunchTemplate"
    private static let edge: Kind = "AWS::CloudFront::Distribution"
    private static let sizes = "scalingConfig"
    private static let (least, most, desired) = ("minSize", "maxSize", "desiredSize")
    /// How many times as much may come to the services when a CDN no longer answers up to two thirds of it.
    private static let behindEdge = 3

    private let old: ResourceGraph
    private let new: ResourceGraph
    private let world: World

    /// The least of each group that would have fewer by itself.
    static func held(from old: ResourceGraph, to new: ResourceGraph, in world: World) -> [Address: Int] {
        let sizes = NodeSizes(old: old, new: new, world: world)
        var held: [Address: Int] = [:]
        for resource in new.resources where resource.kind == group {
            let bounds = resource.properties[Self.sizes] ?? [:]
            let least = bounds.number(least) ?? 0
            // What was held once is the least that is there now, and nothing shrinks on the way, however far it has come.
            let before = world[resource.address]?.observation.properties[Self.sizes]?.number(Self.least) ?? 0
            let needed = before > least ? before : sizes.needed(resource)
            let wanted = min(needed, bounds.number(most) ?? needed)
            if wanted > least { held[resource.address] = wanted }
        }
        return held
    }

    /// A group that has no fewer nodes than said.
    static func resource(_ resource: Resource, atLeast count: Int) -> Resource {
        var resource = resource
        resource.properties[sizes] = (resource.properties[sizes] ?? [:]).merging([
            least: .int(count), desired: .int(count),
        ])
        return resource
    }

    /// A group that begins as large as the one whose place it takes.
    static func successor(_ resource: Resource, in world: World) -> Resource {
        guard let bounds = resource.properties[sizes],
            let present = world[resource.address]?.observation.properties.number(desired),
            present > bounds.number(desired) ?? 0
        else { return resource }
        var resource = resource
        resource.properties[sizes] = bounds.merging([desired: .int(min(present, bounds.number(most) ?? present))])
        return resource
    }

    private func needed(_ resource: Resource) -> Int {
        let groups = old.resources.filter { $0.kind == Self.group }
        guard old.contains(resource.address) else {
            // A new region's users were served by the largest of the others, those of a new cluster by a fleet.
            return groups.compactMap(size).max() ?? inFleetsPlace(resource)
        }
        let own = size(of: resource) ?? 0
        let isEdgeLost =
            old.resources.contains { $0.kind == Self.edge } && !new.resources.contains { $0.kind == Self.edge }
        if isEdgeLost { return own * Self.behindEdge }
        // The users of regions that leave come to those that stay.
        let leaving = groups.filter { !new.contains($0.address) }.compactMap(size).reduce(0, +)
        return leaving > 0 ? own + leaving : 0
    }

    private func size(of resource: Resource) -> Int? {
        world[resource.address]?.observation.properties.number(Self.desired)
    }

    /// As many vCPUs as the fleet has before it.
    private func inFleetsPlace(_ resource: Resource) -> Int {
        guard let type = resource.properties["instanceTypes"]?.texts.first, let each = MachineSize.cores(type) else {
            return 0
        }
        let cores = old.resources.filter { $0.kind == Self.fleet && $0.region == resource.region }.reduce(0) { sum, fleet in
            let machine = old.resources.first {
                $0.kind == Self.template && fleet.referencedAddresses.contains($0.address)
            }?.properties["LaunchTemplateData"]?.text("InstanceType")
            let count = world[fleet.address]?.observation.properties.number("DesiredCapacity") ?? 0
            return sum + count * (machine.flatMap(MachineSize.cores) ?? 0)
        }
        return (cores + each - 1) / each
    }
}
