import Resources
import Values

/// How many machines a node group or a fleet may have, and has.
struct GroupBounds {
    var least: Int
    let most: Int
    var size: Int

    private static let nested = "scalingConfig"
    private let isNodes: Bool

    /// - Parameter properties: as they are wanted, or as they were observed. Nil for other kinds.
    init?(_ properties: Value, of kind: Kind) {
        isNodes = kind == "AWS::EKS::Nodegroup"
        guard isNodes || kind == "AWS::AutoScaling::AutoScalingGroup" else { return nil }
        let bounds = isNodes ? properties[Self.nested] ?? [:] : properties
        guard let least = bounds.number(isNodes ? "minSize" : "MinSize"),
            let most = bounds.number(isNodes ? "maxSize" : "MaxSize")
        else { return nil }
        (self.least, self.most) = (least, most)
        // Observed, a node group's size stands beside its bounds, since others move it.
        size =
            (isNodes
                ? bounds.number("desiredSize") ?? properties.number("desiredSize") : bounds.number("DesiredCapacity"))
            ?? least
    }

    func said(in resource: Resource) -> Resource {
        var resource = resource
        if isNodes {
            resource.properties[Self.nested] = (resource.properties[Self.nested] ?? [:]).merging([
                "minSize": .int(least), "desiredSize": .int(size),
            ])
        } else {
            resource.properties["MinSize"] = .int(least)
            resource.properties["DesiredCapacity"] = .int(size)
        }
        return resource
    }

    /// A group that has no fewer machines than said.
    static func resource(_ resource: Resource, atLeast count: Int) -> Resource {
        guard var bounds = GroupBounds(resource.properties, of: resource.kind) else { return resource }
        (bounds.least, bounds.size) = (count, count)
        return bounds.said(in: resource)
    }
}
