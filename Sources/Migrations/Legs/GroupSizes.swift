import Planning
import Resources
import Values

/// How many machines node groups and fleets have at least on a road on which more comes to them: autoscalers add some when
/// there is no room any more, which is minutes after users have come.
struct GroupSizes {
    private static let nodes: Kind = "AWS::EKS::Nodegroup"
    private static let template: Kind = "AWS::EC2::LaunchTemplate"
    private static let edge: Kind = "AWS::CloudFront::Distribution"
    /// How many times as much may come to the services when a CDN no longer answers up to two thirds of it.
    private static let behindEdge = 3

    private let old: ResourceGraph
    private let new: ResourceGraph
    private let world: World

    /// The least of each group that would have fewer by itself.
    static func held(from old: ResourceGraph, to new: ResourceGraph, in world: World) -> [Address: Int] {
        let sizes = GroupSizes(old: old, new: new, world: world)
        var held: [Address: Int] = [:]
        for resource in new.resources {
            guard let bounds = GroupBounds(resource.properties, of: resource.kind) else { continue }
            // What was held once is the least that is there now, and nothing shrinks on the way, however far it has come.
            let before = sizes.bounds(resource)?.least ?? 0
            let wanted = min(before > bounds.least ? before : sizes.needed(resource), bounds.most)
            if wanted > bounds.least { held[resource.address] = wanted }
        }
        return held
    }

    /// A group that begins as large as the one whose place it takes.
    static func successor(_ resource: Resource, in world: World) -> Resource {
        guard var bounds = GroupBounds(resource.properties, of: resource.kind),
            let present = world[resource.address]?.observation.properties,
            let size = GroupBounds(present, of: resource.kind)?.size, size > bounds.size
        else { return resource }
        bounds.size = min(size, bounds.most)
        return bounds.said(in: resource)
    }

    private func needed(_ resource: Resource) -> Int {
        let groups = old.resources.filter { $0.kind == Self.nodes }
        guard old.contains(resource.address) else {
            // A new region's users were served by the largest of the others.
            let largest = groups.compactMap { bounds($0)?.size }.max() ?? 0
            return resource.kind == Self.nodes && largest > 0 ? largest : inPlaceOfOthers(resource)
        }
        guard resource.kind == Self.nodes, let own = bounds(resource)?.size else { return 0 }
        let isEdgeLost =
            old.resources.contains { $0.kind == Self.edge } && !new.resources.contains { $0.kind == Self.edge }
        if isEdgeLost { return own * Self.behindEdge }
        // The users of regions that leave come to those that stay.
        let leaving = groups.filter { !new.contains($0.address) }.compactMap { bounds($0)?.size }.reduce(0, +)
        return leaving > 0 ? own + leaving : 0
    }

    private func bounds(_ resource: Resource) -> GroupBounds? {
        world[resource.address].flatMap { GroupBounds($0.observation.properties, of: resource.kind) }
    }

    /// As many vCPUs as the fleet has, or the nodes, that the new group takes over from.
    private func inPlaceOfOthers(_ resource: Resource) -> Int {
        let others = old.resources.filter { $0.region == resource.region && $0.kind != resource.kind }
        let all = others.reduce(0) { $0 + (bounds($1)?.size ?? 0) * (cores(of: $1, in: old) ?? 0) }
        guard let each = cores(of: resource, in: new), each > 0 else { return 0 }
        return (all + each - 1) / each
    }

    /// vCPUs of one machine of a group.
    private func cores(of group: Resource, in graph: ResourceGraph) -> Int? {
        if let type = group.properties["instanceTypes"]?.texts.first { return MachineSize.cores(type) }
        let template = graph.resources.first {
            $0.kind == Self.template && group.referencedAddresses.contains($0.address)
        }
        return template?.properties["LaunchTemplateData"]?.text("InstanceType").flatMap(MachineSize.cores)
    }
}
