import CloudCalls
import Providers
import Resources
import Values

/// A rule of a listener; they are listed per listener, and tags apart (ELBv2 API reference, DescribeRules).
struct ListenerRule: KindDriver {
    let schema = KindSchema(
        kind: "AWS::ElasticLoadBalancingV2::ListenerRule", service: "elbv2", identity: .tags,
        rules: ["ListenerArn", "Priority"].map { PropertyRule($0, .replaces) }, durations: .instant,
        carriesTraffic: true)
    let calls = KindCalls(
        reads: ["DescribeLoadBalancers", "DescribeListeners", "DescribeRules", "DescribeTags", TaggedThings.call],
        changes: ["CreateRule", "ModifyRule", "AddTags", "RemoveTags"],
        deletes: ["DeleteRule"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let listeners: [String]
        switch scope {
        case .platform: listeners = try await Listener.ours(scope, cloud).compactMap { $0.text("ListenerArn") }
        case .one(let target):
            listeners = [target.properties.text("ListenerArn") ?? Self.listener(of: target.physicalID)]
        }
        var found: [Found] = []
        for listener in listeners {
            var rules: [Value] = []
            do throws(AWSError) {
                rules = try await LoadBalancingTags.pages(
                    "DescribeRules", scope.region, ["ListenerArn": .string(listener)], items: "Rules", cloud)
            } catch {
                // The listener went meanwhile, and its rules with it.
                guard error.code == "ListenerNotFound" else { throw error }
            }
            rules.removeAll { $0["IsDefault"]?.flag == true }
            let tags = try await LoadBalancingTags.read(
                rules.compactMap { $0.text("RuleArn") }, scope, cloud)
            for rule in rules {
                let arn = rule.text("RuleArn") ?? ""
                guard let own = tags[arn] else { continue }
                found.append(self.found(rule, arn, listener, own))
            }
        }
        return found
    }

    private func found(_ rule: Value, _ arn: String, _ listener: String, _ tags: [String: String]) -> Found {
        var properties = normalized(EC2Kind.members(["Actions", "Conditions"], of: rule))
        properties["ListenerArn"] = .string(listener)
        // It is a number in the create call and a string in the list.
        properties["Priority"] = .int(rule.text("Priority").flatMap { Int($0) } ?? 0)
        return Found(
            physicalID: arn, status: .ready, properties: properties, attributes: ["RuleArn": .string(arn)],
            tags: tags)
    }

    /// `...:listener-rule/app/NAME/ID/LISTENER/RULE` lies in `...:listener/app/NAME/ID/LISTENER`.
    private static func listener(of rule: String) -> String {
        let parts = rule.split(separator: "/").dropLast().map(String.init)
        guard let first = parts.first, first.hasSuffix(":listener-rule") else { return rule }
        return ([String(first.dropLast("-rule".count))] + parts.dropFirst()).joined(separator: "/")
    }

    func normalized(_ properties: Value) -> Value {
        var properties = properties
        if let actions = properties["Actions"] { properties["Actions"] = ListenerActions.plain(actions) }
        if let conditions = properties["Conditions"] {
            properties["Conditions"] = .list(conditions.elements.map(Self.plain))
        }
        return properties
    }

    /// AWS gives the values of a path or host back in two forms at once.
    private static func plain(_ condition: Value) -> Value {
        let members = ["path-pattern": "PathPatternConfig", "host-header": "HostHeaderConfig"]
        guard let member = members[condition.text("Field") ?? ""] else { return condition }
        var condition = condition
        if condition[member] == nil, let values = condition["Values"] { condition[member] = ["Values": values] }
        condition["Values"] = nil
        return condition
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "elbv2", "CreateRule", target.region,
            EC2Kind.members(["ListenerArn", "Priority", "Conditions", "Actions"], of: target.properties)
                .merging(["Tags": IdentityTags.list(for: target)]))
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let changed = differences.filter(["Actions", "Conditions"].contains)
        if !changed.isEmpty {
            try await cloud.call(
                "elbv2", "ModifyRule", target.region,
                EC2Kind.members(changed, of: target.properties).merging(["RuleArn": .string(found.physicalID)]))
        }
        if differences.contains("Tags") { try await LoadBalancingTags.update(target, found, cloud) }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call("elbv2", "DeleteRule", target.region, ["RuleArn": .string(found.physicalID)])
    }
}
