import Resources
import Values

/// The share of users' requests that a listener or a rule sends to the new targets.
struct Split {
    /// The shares, in percent, through which traffic moves; each has a gate.
    static let shares = [5, 25, 50, 100]

    private let property: String
    private let oldTarget: Value
    private let newTarget: Value
    private let resource: Resource

    /// - Returns: nil when the two don't both forward to one target group each, so that there is nothing to split.
    init?(from old: Resource, to new: Resource) {
        for property in ["DefaultActions", "Actions"] {
            guard let before = Self.target(old.properties[property]), let after = Self.target(new.properties[property]),
                before != after
            else { continue }
            self.property = property
            oldTarget = before
            newTarget = after
            resource = new
            return
        }
        return nil
    }

    private static func target(_ actions: Value?) -> Value? {
        guard let action = actions?.elements.first, actions?.elements.count == 1, action.text("Type") == "forward"
        else { return nil }
        return action["TargetGroupArn"]
    }

    /// The target group that gets the traffic.
    var target: Reference? { Self.reference(newTarget) }

    private static func reference(_ value: Value) -> Reference? {
        guard case .reference(let reference) = value else { return nil }
        return reference
    }

    /// The resource with a share of its requests sent to the new targets.
    func resource(_ share: Int) -> Resource {
        guard share < 100 else { return resource }
        var blended = resource
        blended.properties[property] = [
            [
                "Type": "forward",
                "ForwardConfig": [
                    "TargetGroups": [
                        ["TargetGroupArn": oldTarget, "Weight": .int(100 - share)],
                        ["TargetGroupArn": newTarget, "Weight": .int(share)],
                    ]
                ],
            ]
        ]
        return blended
    }

    /// The share that an observed listener or rule gives to the target group with this ARN, in percent.
    func share(observed properties: Value, arn: String) -> Int {
        guard let action = properties[property]?.elements.first else { return 0 }
        if let only = action.text("TargetGroupArn") { return only == arn ? 100 : 0 }
        let groups = action["ForwardConfig"]?["TargetGroups"]?.elements ?? []
        let all = groups.reduce(0) { $0 + ($1.number("Weight") ?? 1) }
        let ours = groups.filter { $0.text("TargetGroupArn") == arn }.reduce(0) { $0 + ($1.number("Weight") ?? 1) }
        return all == 0 ? 0 : ours * 100 / all
    }
}
